package io.mild.training;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.Goal;
import io.mild.goals.GoalCheck;
import io.mild.goals.Goals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Goals with the levels of a history.
 *
 * @param goals all with levels
 * @param history that proposed those which were not said
 * @param told which levels were proposed, which goals don't fit the history, and what else is to be
 *     told, in sentences
 */
record GoalsOfHistory(Goals goals, KpiHistory history, List<String> told) {
  static GoalsOfHistory of(Goals said, KpiHistory history) {
    if (said.isEmpty()) {
      return new GoalsOfHistory(said, history, List.of());
    }
    Goals goals = said.withUsualLevels(history);
    List<String> told = new ArrayList<>();
    for (Goal goal : goals.goals()) {
      if (!said.goals().contains(goal)) {
        told.add("levels that the history proposed for a goal: " + goal);
      }
    }
    for (GoalCheck check : goals.check(history)) {
      if (!check.fits()) {
        told.add("a goal that does not fit the history: " + check);
      }
    }
    return new GoalsOfHistory(goals, history, told);
  }

  /**
   * The failures that they find.
   *
   * @param within a time in which failures are of one incident
   */
  FailureLog failures(Duration within) {
    return goals.failuresIn(history, within);
  }

  /** The same with more to tell. */
  GoalsOfHistory telling(List<String> more) {
    return more.isEmpty()
        ? this
        : new GoalsOfHistory(goals, history, Stream.concat(told.stream(), more.stream()).toList());
  }
}
