package io.mild.cli.evaluation;

import java.time.Duration;

/**
 * When a root cause is asked for (BENCHMARK §3). Each is asked of failures that alerted in time.
 */
public enum VerdictTime {
  /** When the failed intent's own alert first goes on. */
  OWN(Duration.ZERO),
  /** At the first minute that any intent's alert is on: what an operator is told first. */
  INCIDENT(Duration.ZERO),
  /** Half an hour after {@link #INCIDENT}, in the last row before the failure at the latest. */
  PLUS30(Duration.ofMinutes(30)),
  /** An hour after {@link #INCIDENT}, in the last row before the failure at the latest. */
  PLUS60(Duration.ofMinutes(60)),
  /** In the last row before the failure. */
  FINAL(Duration.ofDays(10_000)); // later than any failure

  private final Duration afterAlert;

  VerdictTime(Duration afterAlert) {
    this.afterAlert = afterAlert;
  }

  /** How long after the alert, if there is still so much time. */
  Duration afterAlert() {
    return afterAlert;
  }
}
