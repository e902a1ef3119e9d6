package io.mild.training.evaluation;

import java.time.Duration;

/**
 * When a root cause is asked for (docs/benchmark.md §3). Each is asked of failures that alerted in
 * time.
 */
public enum VerdictTime {
  /** When the failed intent's own alert first goes on. */
  OWN(0),
  /** At the first row in which any intent's alert is on: what an operator is told first. */
  INCIDENT(0),
  /**
   * A quarter of the longest horizon after {@link #INCIDENT}, 30 of 120 minutes, in the last row
   * before the failure at the latest.
   */
  QUARTER(1),
  /**
   * Half of the longest horizon after {@link #INCIDENT}, 60 of 120 minutes, in the last row before
   * the failure at the latest.
   */
  HALF(2),
  /** In the last row before the failure. */
  FINAL(Integer.MAX_VALUE);

  private static final Duration LATER_THAN_ANY_FAILURE = Duration.ofDays(100_000);

  private final int quarters; // of the longest horizon, after the alert

  VerdictTime(int quarters) {
    this.quarters = quarters;
  }

  /**
   * How long after the alert, if there is still so much time.
   *
   * @param horizon the longest
   */
  Duration afterAlert(Duration horizon) {
    return this == FINAL ? LATER_THAN_ANY_FAILURE : horizon.multipliedBy(quarters).dividedBy(4);
  }
}
