package io.mild.training.screening;

import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.NoiseRules;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A history without what nothing can be learned from: rows in which all is worked at, and failures
 * of intents while these are; and rows around incidents that were averted, of which nobody knows
 * whether a failure was near.
 *
 * @param history what is left of the rows
 * @param failures what is left of the failures
 * @param told what was left out, in sentences
 */
public record LearnableHistory(KpiHistory history, FailureLog failures, List<String> told) {
  /** What to leave out. */
  public static final class Filter {
    private final NoiseRules rules;
    private final NoiseRules ofAll;
    private final List<TrackedIncident> averted;
    private final Duration horizon;

    /**
     * Leaves out planned work and what was averted.
     *
     * @param incidents any, of which the averted ones count
     * @param horizon the longest: so long before and after an incident a failure may have been near
     */
    public Filter(NoiseRules rules, List<TrackedIncident> incidents, Duration horizon) {
      this.rules = rules;
      this.horizon = horizon;
      averted =
          incidents.stream()
              .filter(incident -> incident.closing().filter(Closing.AVERTED::equals).isPresent())
              .toList();
      NoiseRules.Builder windows = NoiseRules.builder().aftermath(rules.aftermath());
      rules.windows().stream()
          .filter(window -> window.intents().isEmpty())
          .forEach(windows::window);
      ofAll = windows.build();
    }

    private boolean isPlanned(Instant time) {
      return ofAll.isPlanned("", time);
    }

    private boolean isAverted(Instant time) {
      return averted.stream()
          .anyMatch(
              incident ->
                  !time.isBefore(incident.opened().minus(horizon))
                      && !time.isAfter(incident.lastAlerting().plus(horizon)));
    }

    /**
     * What is left of a history and its failures.
     *
     * @throws IllegalArgumentException if no row is
     */
    public LearnableHistory of(KpiHistory history, FailureLog failures) {
      List<String> told = new ArrayList<>();
      boolean[] isLeft = new boolean[history.rows()];
      int planned = 0;
      int unknown = 0;
      for (int row = 0; row < isLeft.length; row++) {
        Instant time = history.time(row);
        boolean isPlanned = !rules.windows().isEmpty() && isPlanned(time);
        boolean isUnknown = !isPlanned && isAverted(time);
        planned += isPlanned ? 1 : 0;
        unknown += isUnknown ? 1 : 0;
        isLeft[row] = !isPlanned && !isUnknown;
      }
      if (planned + unknown == isLeft.length) {
        throw new IllegalArgumentException(
            "nothing to learn: all rows lie in planned work, %s, or around incidents that were averted"
                .formatted(rules.windows()));
      }
      FailureLog left = unplanned(failures);
      if (!rules.windows().isEmpty()) {
        told.add(
            "planned work is not learned from: %d of %d rows, %d of %d failures"
                .formatted(
                    planned,
                    history.rows(),
                    failures.failures().size() - left.failures().size(),
                    failures.failures().size()));
      }
      if (unknown > 0) {
        told.add(
            "incidents that were averted are not learned from: %d, with %d of %d rows"
                .formatted(averted.size(), unknown, history.rows()));
      }
      return new LearnableHistory(rows(history, isLeft), left, List.copyOf(told));
    }

    private FailureLog unplanned(FailureLog failures) {
      return new FailureLog(
          failures.failures().stream()
              .filter(failure -> !rules.isPlanned(failure.intent(), failure.time()))
              .toList());
    }

    private static KpiHistory rows(KpiHistory history, boolean[] isLeft) {
      int[] rows = IntStream.range(0, isLeft.length).filter(row -> isLeft[row]).toArray();
      return rows.length == isLeft.length ? history : history.rowsAt(rows);
    }
  }
}
