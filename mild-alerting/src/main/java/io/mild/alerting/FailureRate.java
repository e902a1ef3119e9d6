package io.mild.alerting;

/**
 * How often failures were logged in a history: what tells a log that goes silent from a system that
 * keeps well.
 *
 * @param historyDays that the history covers; 0 where that is not known
 * @param perDay failures a day that were logged in it
 */
public record FailureRate(double historyDays, double perDay) {
  /** Of models that don't know: in files of earlier versions. */
  public static final FailureRate UNKNOWN = new FailureRate(0, 0);

  /** Of the expected number: what a tenth of the honest logs falls below. */
  private static final double DEVIATIONS = 1.3;

  /**
   * A rate.
   *
   * @throws IllegalArgumentException if one is negative or not finite, or there are failures of no
   *     days
   */
  public FailureRate {
    if (!(historyDays >= 0 && historyDays < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "days of history must be at least 0 and finite, but were " + historyDays);
    }
    if (!(perDay >= 0 && perDay < Double.POSITIVE_INFINITY) || perDay > 0 && historyDays == 0) {
      throw new IllegalArgumentException(
          "failures a day must be at least 0, finite and of some days of history, but were %s of %s"
              .formatted(perDay, historyDays));
    }
  }

  /** Whether nobody knows how often failures came. */
  public boolean isUnknown() {
    return historyDays == 0;
  }

  /**
   * Whether so few failures were logged that some must be missing: fewer than {@code m − 1.3·√(m(1
   * + w/V))} of m expected in w days, of V days of history. Both numbers are Poisson's.
   */
  boolean isAbove(long failures, double days) {
    double expected = perDay * days;
    return failures < expected - DEVIATIONS * Math.sqrt(expected * (1 + days / historyDays));
  }
}
