package io.mild.training;

import io.mild.data.KpiHistory;
import java.time.Duration;

/** How long a history is, on which hangs how the recommended preset trains. */
enum HistoryLength {
  /** Too few days to transplant failures and to promise a budget: another recipe. */
  SHORT(Duration.ofDays(7)),
  /** Cross-fitted in more parts, so that what learns without a part knows most of the history. */
  MEDIUM(Duration.ofDays(14)),
  /** All else. */
  LONG(Duration.ofMillis(Long.MAX_VALUE));

  private final Duration lessThan;

  HistoryLength(Duration lessThan) {
    this.lessThan = lessThan;
  }

  /** Of which length a history is, by its rows times its sampling period. */
  static HistoryLength of(KpiHistory history) {
    Duration recorded = recorded(history);
    for (HistoryLength length : values()) {
      if (recorded.compareTo(length.lessThan) < 0) {
        return length;
      }
    }
    return LONG;
  }

  /** How many days were recorded. */
  static double days(KpiHistory history) {
    return recorded(history).toMinutes() / (double) Duration.ofDays(1).toMinutes();
  }

  /** What a history of this length is shorter than. */
  Duration lessThan() {
    return lessThan;
  }

  private static Duration recorded(KpiHistory history) {
    return history.samplingPeriod().multipliedBy(history.rows());
  }
}
