package io.mild.training.screening;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A history as it can be learned from, and what was found to be wrong with it or its failures.
 *
 * <p>{@link AbsurdValues Absurd values} are missing in it. All else is as it was and only told,
 * unless {@link #atLastLevels} is asked for: what to do about a counter, a unit that changes or a
 * dead sensor is for who owns the data.
 *
 * @param history the same rows; NaN where a value was absurd
 * @param told a sentence for each kind of finding, which names five KPIs at most; empty if nothing
 *     was found
 */
public record ScreenedHistory(KpiHistory history, List<String> told) {
  /** Copies the list. */
  public ScreenedHistory {
    told = List.copyOf(told);
  }

  /**
   * Screens a history of at least two rows.
   *
   * @param failures the log's, each once
   * @param horizon the longest
   */
  public static ScreenedHistory of(KpiHistory history, FailureLog failures, Duration horizon) {
    KpiColumns given = KpiColumns.of(history);
    List<AbsurdValues> absurd = AbsurdValues.in(given, failures, horizon);
    KpiColumns kept = absurd.isEmpty() ? given : given.without(absurd);
    List<String> told = new ArrayList<>();
    Stream.of(
            AbsurdValues.told(absurd, given),
            RisingKpis.told(kept, horizon),
            UnitChange.told(kept),
            Standstill.told(kept),
            EqualKpis.told(kept),
            LocalTimes.told(kept),
            MissingHours.told(kept),
            LabelShift.told(kept, failures, horizon))
        .flatMap(Optional::stream)
        .forEach(told::add);
    return new ScreenedHistory(absurd.isEmpty() ? history : kept.history(), told);
  }

  /**
   * The same with each KPI where it stands at last, as {@link LevelChange} has it: if one changed
   * its level for good, the values before are raised or lowered to that.
   */
  public ScreenedHistory atLastLevels() {
    LevelChange.Raised raised = LevelChange.in(KpiColumns.of(history));
    return raised
        .told()
        .map(
            found ->
                new ScreenedHistory(
                    raised.columns().history(),
                    Stream.concat(told.stream(), Stream.of(found)).toList()))
        .orElse(this);
  }

  /**
   * Why failures are of no use to a history at all, if all of them lie before it or all after it.
   *
   * @param failures at least one
   */
  public static Optional<String> apart(KpiHistory history, FailureLog failures, Duration horizon) {
    Instant first = failures.failures().get(0).time();
    Instant last = failures.failures().get(failures.failures().size() - 1).time();
    boolean before = !last.isAfter(history.start());
    boolean after = first.minus(horizon).isAfter(history.end());
    if (!before && !after) {
      return Optional.empty();
    }
    return Optional.of(
        "every failure of %s is %s than every row: failures are of %s to %s, the %d rows of %s to %s"
            .formatted(
                failures.intents(),
                before ? "earlier" : "later",
                first,
                last,
                history.rows(),
                history.start(),
                history.end()));
  }
}
