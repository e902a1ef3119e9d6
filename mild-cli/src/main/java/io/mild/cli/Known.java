package io.mild.cli;

import io.mild.FailureLog;
import io.mild.KpiHistory;
import java.time.Instant;

/** What was known at a time: the rows and the failures before it. */
final class Known {
  private Known() {}

  /**
   * @throws IllegalArgumentException if there was no row
   */
  static KpiHistory before(Instant time, KpiHistory history) {
    if (!history.start().isBefore(time)) {
      throw new IllegalArgumentException(
          "no row before %s: the KPIs begin at %s".formatted(time, history.start()));
    }
    return history.before(time);
  }

  static FailureLog before(Instant time, FailureLog failures) {
    return new FailureLog(
        failures.failures().stream().filter(failure -> failure.time().isBefore(time)).toList());
  }
}
