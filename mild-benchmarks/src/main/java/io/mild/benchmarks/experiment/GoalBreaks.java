package io.mild.benchmarks.experiment;

import io.mild.benchmarks.rivals.Fold;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.Goals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Breaks of goals beside the failures that were logged: what they are worth as a log.
 *
 * <p>A break is of a logged failure of its intent if it begins from a horizon before it to its
 * recovery; the first of them finds it.
 *
 * @param goals with levels that the first block of the folds proposed
 * @param breaks as goals alone tell them
 * @param judged the same with incident and role of the failure that each is of
 * @param found share of the logged failures, 0 to 1
 * @param rootsFound of those that are roots, likewise
 * @param falseAWeek breaks that are of no failure, of all goals together
 * @param earlyMinutes how long before the failure its break begins, median
 * @param tooEarly share of those found that break more than 30 minutes before the failure
 */
public record GoalBreaks(
    Goals goals,
    FailureLog breaks,
    FailureLog judged,
    double found,
    double rootsFound,
    double falseAWeek,
    double earlyMinutes,
    double tooEarly) {
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final double MILLIS_PER_WEEK = 7 * 24 * 60 * MILLIS_PER_MINUTE;
  private static final double TOO_EARLY_MINUTES = 30;

  /**
   * Of a recording.
   *
   * @param said goals whose levels may be left open
   * @param folds of the experiment, whose first block proposes them
   */
  public static GoalBreaks of(Goals said, Recording recording, Duration horizon, int folds) {
    KpiHistory history = recording.history();
    Fold first = Fold.of(history, recording.failures(), horizon, 1, folds);
    Goals goals = said.withUsualLevels(first.history());
    FailureLog breaks = goals.failuresIn(history, horizon);
    List<Failure> logged =
        recording.failures().failures().stream()
            .filter(failure -> goals.intents().contains(failure.intent()))
            .toList();
    double weeks = history.rows() * history.samplingPeriod().toMillis() / MILLIS_PER_WEEK;
    return of(goals, breaks, logged, horizon, weeks);
  }

  private static GoalBreaks of(
      Goals goals, FailureLog breaks, List<Failure> logged, Duration horizon, double weeks) {
    List<Failure> judged = new ArrayList<>();
    int isFalse = 0;
    for (Failure each : breaks.failures()) {
      Optional<Failure> failure =
          logged.stream()
              .filter(one -> isOf(one, each, horizon))
              .min(Comparator.comparing(Failure::time));
      isFalse += failure.isEmpty() ? 1 : 0;
      judged.add(failure.map(one -> as(one, each)).orElse(each));
    }
    List<Double> early = new ArrayList<>();
    int roots = 0;
    int rootsFound = 0;
    for (Failure failure : logged) {
      Optional<Instant> time =
          breaks.failures().stream()
              .filter(one -> isOf(failure, one, horizon))
              .map(Failure::time)
              .findFirst();
      boolean isRoot = failure.role() == Failure.Role.ROOT;
      roots += isRoot ? 1 : 0;
      rootsFound += isRoot && time.isPresent() ? 1 : 0;
      time.ifPresent(
          at -> early.add(Duration.between(at, failure.time()).toMillis() / MILLIS_PER_MINUTE));
    }
    double[] minutes = early.stream().mapToDouble(Double::doubleValue).toArray();
    return new GoalBreaks(
        goals,
        breaks,
        new FailureLog(judged),
        (double) minutes.length / logged.size(),
        (double) rootsFound / roots,
        isFalse / weeks,
        StatUtils.percentile(minutes, 50),
        early.stream().filter(each -> each > TOO_EARLY_MINUTES).count() / (double) minutes.length);
  }

  private static boolean isOf(Failure failure, Failure each, Duration horizon) {
    Instant recovered = failure.recovered().orElse(failure.time().plus(horizon));
    return failure.intent().equals(each.intent())
        && !each.time().isBefore(failure.time().minus(horizon))
        && !each.time().isAfter(recovered);
  }

  private static Failure as(Failure failure, Failure each) {
    Failure judged =
        Failure.of(failure.incident(), each.intent(), each.time()).withRole(failure.role());
    return each.recovered().map(judged::withRecovery).orElse(judged);
  }

  /** What the goals are, and how good a log they make. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    goals.goals().forEach(goal -> text.append(goal).append(System.lineSeparator()));
    return text.append(
            String.format(
                Locale.ROOT,
                "of the logged failures they find %.3f (roots %.3f), a median %.0f minutes before"
                    + " (more than 30 for %.2f of them); %.2f false breaks a week",
                found,
                rootsFound,
                earlyMinutes,
                tooEarly,
                falseAWeek))
        .toString();
  }
}
