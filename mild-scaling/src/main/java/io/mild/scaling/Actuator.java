package io.mild.scaling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Carries floors out. It never sets a number of replicas: whatever scales the service stays in
 * charge of it, above the floor.
 */
public interface Actuator {
  /**
   * Sets a service's floor, or moves it.
   *
   * @param now the time
   */
  Outcome hold(Floor floor, Instant now);

  /**
   * Takes a service's floor back, if there is one.
   *
   * @param decision the decision that says so
   * @param now the time
   */
  Outcome release(String service, String decision, Instant now);

  /**
   * The floors that are set, also by a controller that is no more.
   *
   * @return nothing if that can't be found out now
   */
  Optional<List<Floor>> floors();

  /**
   * Whether what is done is done in the cluster, so that it may avert what was predicted.
   *
   * @return false where it is remembered or printed alone
   */
  default boolean acts() {
    return true;
  }

  /**
   * Gives each replica of a service more of a resource, without restarting it; those that have it
   * already are left as they are.
   *
   * @param now the time
   * @return {@link Outcome.Status#FAILED} where that can't be done
   */
  default Outcome resize(Resize resize, Instant now) {
    return new Outcome(Outcome.Status.FAILED, "replicas can't be resized here");
  }

  /**
   * Takes back what {@link #resize} gave, if anything.
   *
   * @param decision the decision that says so
   * @param now the time
   */
  default Outcome restore(String service, String decision, Instant now) {
    return new Outcome(Outcome.Status.DONE, "nothing was resized");
  }

  /**
   * What replicas have been given, also by a controller that is no more.
   *
   * @return nothing if that can't be found out now
   */
  default Optional<List<Resize>> resizes() {
    return Optional.of(List.of());
  }

  /**
   * What came of it.
   *
   * @param status in one word
   * @param text in a sentence
   */
  record Outcome(Status status, String text) {
    /** In one word. */
    public enum Status {
      /** It is as it was asked for. */
      DONE,
      /** Somebody else has changed it meanwhile, and that is left as it is. */
      RESPECTED,
      /** It is as it was before. */
      FAILED
    }
  }
}
