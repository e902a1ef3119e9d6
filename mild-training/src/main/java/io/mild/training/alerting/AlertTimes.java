package io.mild.training.alerting;

import java.time.Duration;
import java.util.Arrays;

/**
 * The times of alerts, as shares of the horizon, but never shorter than so many rows: 30, 120 and
 * 30 minutes for a horizon of 120 minutes and a row a minute.
 *
 * @param quietGap how long an alert must be off for its next row to begin a new episode
 * @param renotifyAfter how long after a notification an episode that lasts notifies again
 * @param protectedAfterRecovery how long after a recovery alerts are no false positives
 */
public record AlertTimes(
    Duration quietGap, Duration renotifyAfter, Duration protectedAfterRecovery) {
  private static final int SHARE = 4;
  private static final int FEWEST_QUIET_ROWS = 10;
  private static final int FEWEST_ROWS_TO_RENOTIFY = 60;
  private static final int FEWEST_PROTECTED_ROWS = 6;

  /**
   * Those of a horizon.
   *
   * @param horizon the longest of a model
   * @param period of the rows
   */
  public static AlertTimes of(Duration horizon, Duration period) {
    Duration share = horizon.dividedBy(SHARE);
    return new AlertTimes(
        longer(share, period.multipliedBy(FEWEST_QUIET_ROWS)),
        longer(horizon, period.multipliedBy(FEWEST_ROWS_TO_RENOTIFY)),
        longer(share, period.multipliedBy(FEWEST_PROTECTED_ROWS)));
  }

  /**
   * Those of a horizon, for rows of these times.
   *
   * @param epochMillis time of each row, each later than the one before; their period is the median
   *     step
   */
  public static AlertTimes of(Duration horizon, long[] epochMillis) {
    long[] steps = new long[Math.max(0, epochMillis.length - 1)];
    for (int row = 0; row < steps.length; row++) {
      steps[row] = epochMillis[row + 1] - epochMillis[row];
    }
    Arrays.sort(steps);
    return of(
        horizon, steps.length == 0 ? Duration.ZERO : Duration.ofMillis(steps[steps.length / 2]));
  }

  /** A policy with these times in place of its own. */
  public IncidentPolicy of(IncidentPolicy policy) {
    return new IncidentPolicy(policy.span(), policy.threshold(), quietGap, renotifyAfter);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
