package io.mild.scaling;

import java.time.Instant;

/**
 * The fewest replicas that a service is to have for a while, in addition to what its autoscaler
 * wants. It is a number fixed once, not one added to whatever runs.
 *
 * @param service the service
 * @param replicas at least 1
 * @param decision the {@link Decision#id() decision} that set it
 * @param expires from when on it no longer holds
 */
public record Floor(String service, int replicas, String decision, Instant expires) {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if {@code replicas} is below 1
   */
  public Floor {
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas must be at least 1, but was " + replicas);
    }
  }

  /** The same until another time. */
  Floor until(Instant other) {
    return new Floor(service, replicas, decision, other);
  }

  /** Whether it still holds. */
  public boolean isLive(Instant now) {
    return now.isBefore(expires);
  }
}
