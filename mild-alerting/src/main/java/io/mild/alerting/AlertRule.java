package io.mild.alerting;

/**
 * When an intent's alert is on: where the {@link Ewma} of its risk is at or above a threshold.
 *
 * @param span of the average, in rows, at least 1
 * @param threshold above 0 and at most 1 (a probability), or {@link #NEVER}
 */
public record AlertRule(int span, double threshold) {
  /** The least threshold that no probability reaches: the next number after 1. */
  public static final double NEVER = Math.nextUp(1.0);

  /**
   * A rule.
   *
   * @throws IllegalArgumentException if {@code span} is below 1, or {@code threshold} is NaN, at
   *     most 0 or above {@link #NEVER}
   */
  public AlertRule {
    if (span < 1) {
      throw new IllegalArgumentException("span must be at least 1 row, but was " + span);
    }
    if (!(threshold > 0 && threshold <= NEVER)) {
      throw new IllegalArgumentException(
          "threshold must be above 0 and at most 1, or NEVER, but was " + threshold);
    }
  }

  /**
   * A rule whose alert is never on.
   *
   * @param span in rows, at least 1
   */
  public static AlertRule never(int span) {
    return new AlertRule(span, NEVER);
  }

  /**
   * The threshold when it is moved.
   *
   * @param shift what it is raised by, log-odds, finite; {@link #NEVER} stays as it is
   */
  public double threshold(double shift) {
    return shift == 0 || isNever() ? threshold : Logit.sigmoid(Logit.of(threshold) + shift);
  }

  /** Whether no risk at all turns this alert on. */
  public boolean isNever() {
    return threshold > 1;
  }
}
