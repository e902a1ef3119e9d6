package io.mild.training;

import io.mild.alerting.incident.NoiseRules;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A history without planned work: rows in which all is worked at are left out, and failures of
 * intents while these are.
 *
 * @param history what is left of the rows
 * @param failures what is left of the failures
 * @param told what was left out, in sentences
 */
record UnplannedHistory(KpiHistory history, FailureLog failures, List<String> told) {
  /**
   * @throws IllegalArgumentException if no row is left
   */
  static UnplannedHistory of(NoiseRules rules, KpiHistory history, FailureLog failures) {
    if (rules.windows().isEmpty()) {
      return new UnplannedHistory(history, failures, List.of());
    }
    int[] rows = rows(ofAll(rules), history);
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "nothing to learn: all rows lie in planned work, " + rules.windows());
    }
    FailureLog left =
        new FailureLog(
            failures.failures().stream()
                .filter(failure -> !rules.isPlanned(failure.intent(), failure.time()))
                .toList());
    return new UnplannedHistory(
        rows.length == history.rows() ? history : history.rowsAt(rows),
        left,
        List.of(
            "planned work is not learned from: %d of %d rows, %d of %d failures"
                .formatted(
                    history.rows() - rows.length,
                    history.rows(),
                    failures.failures().size() - left.failures().size(),
                    failures.failures().size())));
  }

  /** The same rules with the windows of all intents alone. */
  private static NoiseRules ofAll(NoiseRules rules) {
    NoiseRules.Builder all = NoiseRules.builder().aftermath(rules.aftermath());
    rules.windows().stream().filter(window -> window.intents().isEmpty()).forEach(all::window);
    return all.build();
  }

  private static int[] rows(NoiseRules ofAll, KpiHistory history) {
    return IntStream.range(0, history.rows())
        .filter(row -> !ofAll.isPlanned("", history.time(row)))
        .toArray();
  }
}
