package io.mild.scaling;

/**
 * How few and how many replicas a service may have.
 *
 * @param min at least 1
 * @param max at least {@code min}
 */
public record ReplicaRange(int min, int max) {
  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if they are not as described above
   */
  public ReplicaRange {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "replicas must be 1 <= min <= max, but were %d and %d".formatted(min, max));
    }
  }

  /** The nearest number within the range. */
  public int clamp(int replicas) {
    return Math.max(min, Math.min(max, replicas));
  }
}
