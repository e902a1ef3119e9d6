package io.mild.features;

/**
 * How a KPI moved in a history: what no value, no step and no standstill of it went beyond.
 *
 * @param least value, in the KPI's unit
 * @param greatest value
 * @param step the greatest difference of two values a period apart; 0 or more
 * @param standstill the longest time for which one value did not change, in periods; 0 or more
 */
public record KpiLimit(double least, double greatest, double step, double standstill) {
  /** Of a KPI that had no value, or never another: nothing is beyond it. */
  public static final KpiLimit NONE =
      new KpiLimit(
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is NaN, the least is not below the greatest, or step or
   *     standstill is negative
   */
  public KpiLimit {
    if (!(least < greatest && step >= 0 && standstill >= 0)) {
      throw new IllegalArgumentException(
          "limits must ascend, and step and standstill not be negative, but were %s to %s, %s and %s"
              .formatted(least, greatest, step, standstill));
    }
  }

  /** Whether there is any limit. */
  public boolean isNone() {
    return equals(NONE);
  }
}
