package io.mild.alerting.incident;

import java.time.Duration;

/**
 * How bad an incident is. The order is part of the written state.
 *
 * <p>It has a point for each of: a smoothed risk of at least {@value #PROBABLE}; a middle of the
 * time left within a quarter of the longest horizon; more than one intent that alerts. No point is
 * LOW, three are CRITICAL, and so is an intent that failed.
 */
public enum Severity {
  /** No point. */
  LOW,
  /** One point. */
  MEDIUM,
  /** Two points. */
  HIGH,
  /** Three points, or a failure. */
  CRITICAL;

  private static final double PROBABLE = 0.8;
  private static final int HORIZONS_NEAR = 4;
  private static final Severity[] BY_POINTS = values();

  /**
   * That of an incident without a failure.
   *
   * @param probability the highest smoothed risk of the intents that alert, 0 to 1
   * @param timeLeft of that intent
   * @param horizon the longest
   * @param alerting how many intents alert
   */
  static Severity of(double probability, TimeLeft timeLeft, Duration horizon, int alerting) {
    int points = probability >= PROBABLE ? 1 : 0;
    points += timeLeft.middleMillis() <= horizon.toMillis() / HORIZONS_NEAR ? 1 : 0;
    points += alerting > 1 ? 1 : 0;
    return BY_POINTS[points];
  }
}
