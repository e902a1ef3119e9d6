package io.mild.scaling;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was decided for one service at one time, with all that explains it.
 *
 * @param id names it in the log, in annotations and in events, such as {@code
 *     checkout-2026-03-01T08:00:00Z}
 * @param mode how far the controller could go
 * @param situation what was known
 * @param recommendations what each policy would have done, and why
 * @param hpaReplicas what a plain HorizontalPodAutoscaler would have asked for
 * @param before the floor that held before
 * @param wanted the floor that the policies wanted; absent if none
 * @param granted the floor that the safeguards left of it; absent if none
 * @param resizeBefore what replicas had more of before; absent if nothing
 * @param resize what the safeguards let them have more of; absent if nothing
 * @param blocks which safeguards cut what was wanted, and why
 * @param action what followed
 * @param outcome what the actuator said of it; empty if it wasn't asked
 * @param actedOn the ids of incidents because of which replicas were added, or given more, that
 *     there would not be without: not of those that were only advised on or were refused
 * @param computeTime how long it took to decide, without the actuator
 */
public record Decision(
    String id,
    Mode mode,
    Situation situation,
    List<Recommendation> recommendations,
    int hpaReplicas,
    Optional<Floor> before,
    Optional<Floor> wanted,
    Optional<Floor> granted,
    Optional<Resize> resizeBefore,
    Optional<Resize> resize,
    List<Block> blocks,
    Action action,
    String outcome,
    Set<String> actedOn,
    Duration computeTime) {

  /** What followed from a decision. */
  public enum Action {
    /** Nothing: the floor stays as it was. */
    NONE,
    /** The floor was set or raised. */
    RAISE,
    /** The floor holds longer. */
    EXTEND,
    /** The floor was lowered, and still holds. */
    LOWER,
    /** The floor was taken back. */
    RELEASE
  }

  /**
   * A safeguard that cut what was wanted.
   *
   * @param safeguard which
   * @param reason why, in a sentence with the values
   */
  public record Block(Safeguard safeguard, String reason) {}

  /** Copies the collections. */
  public Decision {
    recommendations = List.copyOf(recommendations);
    blocks = List.copyOf(blocks);
    actedOn = Set.copyOf(actedOn);
  }
}
