package io.mild.scaling;

import java.time.Instant;

/**
 * More of a resource for each replica of a service than it was made with, for a while and without a
 * restart. It is a factor of what it was made with, not of what it has.
 *
 * @param service the service
 * @param resource {@link Resource#MEMORY}, or {@link Resource#SATURATION} for CPU
 * @param factor of request and limit, above 1
 * @param decision the {@link Decision#id() decision} that set it
 * @param expires from when on it no longer holds
 */
public record Resize(
    String service, Resource resource, double factor, String decision, Instant expires) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if {@code factor} is not above 1, or the resource is another
   */
  public Resize {
    if (!(factor > 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("factor must be above 1, but was " + factor);
    }
    if (resource != Resource.MEMORY && resource != Resource.SATURATION) {
      throw new IllegalArgumentException("memory or CPU can be resized, but not " + resource);
    }
  }

  /** Whether it still holds. */
  public boolean isLive(Instant now) {
    return now.isBefore(expires);
  }

  /** The same at another factor. */
  Resize ofFactor(double other) {
    return new Resize(service, resource, other, decision, expires);
  }

  /** The same until another time. */
  Resize until(Instant other) {
    return new Resize(service, resource, factor, decision, other);
  }
}
