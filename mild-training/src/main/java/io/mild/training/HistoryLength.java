package io.mild.training;

import io.mild.data.KpiHistory;
import java.time.Duration;

/**
 * How long a history is, on which hangs how the recommended preset trains: less than a week, less
 * than two, or longer.
 *
 * <p>A week are {@value #ROWS} rows, as of one a minute, whatever their period; or, of rows that
 * come seldom, at least {@value #FEWEST_ROWS} (one in five minutes) over seven days that hold
 * {@value #HORIZONS} horizons (of two hours). Rows times their period count, gaps do not.
 */
enum HistoryLength {
  /** Too little to transplant failures and to promise a budget: another recipe. */
  SHORT,
  /** Cross-fitted in more parts, so that what learns without a part knows most of the history. */
  MEDIUM,
  /** All else. */
  LONG;

  private static final int ROWS = 10_080;
  private static final int FEWEST_ROWS = 2_016;
  private static final int HORIZONS = 84;
  private static final Duration WEEK = Duration.ofDays(7);

  /**
   * Of which length a history is.
   *
   * @param horizon the longest
   */
  static HistoryLength of(KpiHistory history, Duration horizon) {
    return hasWeeks(2, history, horizon) ? LONG : hasWeeks(1, history, horizon) ? MEDIUM : SHORT;
  }

  private static boolean hasWeeks(int weeks, KpiHistory history, Duration horizon) {
    Duration recorded = history.samplingPeriod().multipliedBy(history.rows());
    return history.rows() >= weeks * ROWS
        || (history.rows() >= weeks * FEWEST_ROWS
            && recorded.compareTo(horizon.multipliedBy((long) weeks * HORIZONS)) >= 0
            && recorded.compareTo(WEEK.multipliedBy(weeks)) >= 0);
  }
}
