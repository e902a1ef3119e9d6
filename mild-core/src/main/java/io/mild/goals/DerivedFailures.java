package io.mild.goals;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.data.KpiSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The failures that goals find in a history. */
final class DerivedFailures {
  private final Goals goals;
  private final Duration within;

  /** A break, which may go on. */
  private static final class Break {
    final Goal goal;
    final Instant time;
    final boolean seen;
    @Nullable Instant recovered;

    Break(Goal goal, Instant time, boolean seen) {
      this.goal = goal;
      this.time = time;
      this.seen = seen;
    }
  }

  DerivedFailures(Goals goals, Duration within) {
    this.goals = goals;
    this.within = within;
  }

  FailureLog in(KpiHistory history) {
    List<Break> breaks = breaks(goals, history);
    boolean anyDepends = goals.goals().stream().anyMatch(goal -> !goal.dependencies().isEmpty());
    List<Failure> failures = new ArrayList<>();
    Instant first = Instant.MIN; // of the incident
    for (Break each : breaks) {
      if (!each.seen) {
        continue;
      }
      if (first == Instant.MIN || each.time.isAfter(first.plus(within))) {
        first = each.time;
      }
      Failure failure = Failure.of(first.toString(), each.goal.intent(), each.time);
      if (anyDepends) {
        failure =
            failure.withRole(isVictim(each, breaks) ? Failure.Role.VICTIM : Failure.Role.ROOT);
      }
      failures.add(each.recovered == null ? failure : failure.withRecovery(each.recovered));
    }
    return new FailureLog(failures);
  }

  private boolean isVictim(Break victim, List<Break> breaks) {
    Set<String> causes = goals.dependencies(victim.goal);
    return breaks.stream()
        .anyMatch(
            cause ->
                causes.contains(cause.goal.intent())
                    && !cause.time.isAfter(victim.time)
                    && !cause.time.isBefore(victim.time.minus(within)));
  }

  /** All breaks, in the order of time. */
  private static List<Break> breaks(Goals goals, KpiHistory history) {
    List<Break> breaks = new ArrayList<>();
    watch(
        goals,
        history,
        new GoalWatch.Changes() {
          @Override
          public void broke(Goal goal, long epochMillis, boolean seen) {
            breaks.add(new Break(goal, Instant.ofEpochMilli(epochMillis), seen));
          }

          @Override
          public void recovered(Goal goal, long epochMillis) {
            for (int i = breaks.size() - 1; i >= 0; i--) {
              if (breaks.get(i).goal == goal) {
                breaks.get(i).recovered = Instant.ofEpochMilli(epochMillis);
                return;
              }
            }
          }
        });
    breaks.sort(Comparator.comparing(each -> each.time));
    return breaks;
  }

  /** Plays a history to the goals. */
  static void watch(Goals goals, KpiHistory history, GoalWatch.Changes changes) {
    GoalWatch watch = new GoalWatch(goals, new KpiSchema(history.kpis(), history.samplingPeriod()));
    double[] row = new double[history.kpis().size()];
    for (int i = 0; i < history.rows(); i++) {
      history.copyRow(i, row);
      watch.accept(history.epochMillis(i), row, changes);
    }
  }
}
