package io.mild.scaling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy would do, and why.
 *
 * @param policy who says it, such as {@code hpa}
 * @param replicas the service should have at least, within its range
 * @param freeze whether it must not lose replicas
 * @param until how long both hold, if nothing else is said before; the state's own time where the
 *     policy is going to be asked again anyway
 * @param advice what an operator should do that scaling can't, a sentence each
 * @param reasons of all of it, a sentence each
 * @param growth what each replica should have more of, if that helps
 * @param incidents by their ids, those because of which it asks for replicas or growth; none if for
 *     other reasons
 */
public record Recommendation(
    String policy,
    int replicas,
    boolean freeze,
    Instant until,
    List<String> advice,
    List<String> reasons,
    Optional<Growth> growth,
    Set<String> incidents) {

  /**
   * More of a resource for each replica.
   *
   * @param resource {@link Resource#MEMORY}, or {@link Resource#SATURATION} for CPU
   * @param factor of what it was made with, above 1
   * @param until how long, also if nothing is said of it before
   */
  public record Growth(Resource resource, double factor, Instant until) {}

  /** Copies the collections. */
  public Recommendation {
    advice = List.copyOf(advice);
    reasons = List.copyOf(reasons);
    incidents = Set.copyOf(incidents);
  }

  /** Without growth of the replicas, and because of no incident. */
  public Recommendation(
      String policy,
      int replicas,
      boolean freeze,
      Instant until,
      List<String> advice,
      List<String> reasons) {
    this(policy, replicas, freeze, until, advice, reasons, Optional.empty(), Set.of());
  }

  /** So many replicas, without freeze and advice. */
  public static Recommendation of(String policy, Instant until, int replicas, String... reasons) {
    return new Recommendation(policy, replicas, false, until, List.of(), List.of(reasons));
  }
}
