package io.mild.features.drift;

/**
 * Where a KPI stood in a history, less what its daily rhythm lets expect where that is known, and
 * how far from there it usually was.
 *
 * @param mean in the KPI's unit
 * @param deviation likewise, above 0; infinite where nothing is known
 */
public record UsualLevel(double mean, double deviation) {
  /** Of a KPI that had no value, or never another, or of a model that doesn't know. */
  public static final UsualLevel UNKNOWN = new UsualLevel(0, Double.POSITIVE_INFINITY);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the mean is not finite, or the deviation not above 0
   */
  public UsualLevel {
    if (!Double.isFinite(mean) || !(deviation > 0)) {
      throw new IllegalArgumentException(
          "the mean must be finite and the deviation above 0, but were %s and %s"
              .formatted(mean, deviation));
    }
  }

  /** Whether nothing is known. */
  public boolean isUnknown() {
    return deviation == Double.POSITIVE_INFINITY;
  }
}
