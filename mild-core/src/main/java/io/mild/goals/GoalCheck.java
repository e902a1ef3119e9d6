package io.mild.goals;

import io.mild.data.KpiHistory;
import java.util.Locale;
import java.util.Optional;

/**
 * How a goal did in a history: whether its levels fit what the KPIs do.
 *
 * @param goal that was checked
 * @param finding in one word
 * @param breaks how often it broke
 * @param brokenShare share of the history's known time, 0 to 1, in which it was broken
 * @param days that were watched, of rows times their period
 * @param proposal the same goal at levels that are broken about once a week, where the finding is
 *     another than {@link Finding#FITS} and there are such levels
 */
public record GoalCheck(
    Goal goal,
    Finding finding,
    int breaks,
    double brokenShare,
    double days,
    Optional<Goal> proposal) {
  private static final double TOO_OFTEN = 0.2;
  private static final double PERCENT = 100;
  private static final double DAYS_PER_WEEK = 7;

  /** In one word. */
  public enum Finding {
    /** Nothing is wrong. */
    FITS,
    /** It was never broken: there is no failure to learn from. */
    NEVER_BROKEN,
    /** It was broken in the whole of the history. */
    ALWAYS_BROKEN,
    /** It was broken for more than a fifth of the time. */
    OFTEN_BROKEN,
    /** Its KPIs were missing all the time. */
    UNKNOWN
  }

  static GoalCheck of(Goal goal, KpiHistory history) {
    BreakCount count = BreakCount.of(goal, history);
    Finding finding = finding(count);
    Optional<Goal> proposal =
        finding == Finding.FITS || finding == Finding.UNKNOWN
            ? Optional.empty()
            : new UsualLevels(history).onceAWeek(goal);
    return new GoalCheck(
        goal, finding, count.breaks(), count.brokenShare(), count.days(), proposal);
  }

  private static Finding finding(BreakCount count) {
    if (Double.isNaN(count.brokenShare())) {
      return Finding.UNKNOWN;
    }
    if (count.always()) {
      return Finding.ALWAYS_BROKEN;
    }
    if (count.brokenShare() > TOO_OFTEN) {
      return Finding.OFTEN_BROKEN;
    }
    return count.brokenShare() == 0 ? Finding.NEVER_BROKEN : Finding.FITS;
  }

  /** Whether its levels fit. */
  public boolean fits() {
    return finding == Finding.FITS;
  }

  /** Such as {@code api: broken 31 times in 30.0 days, 4.2 a week, 2.1 % of the time}. */
  @Override
  public String toString() {
    String found =
        switch (finding) {
          case UNKNOWN -> "can't be said: its KPIs are missing all the time";
          case NEVER_BROKEN -> format("never broken in %.1f days (%s)", days, goal);
          case ALWAYS_BROKEN -> format("broken all of the %.1f days (%s)", days, goal);
          default ->
              format(
                  "broken %s in %.1f days, %.1f a week, %.1f %% of the time",
                  breaks == 1 ? "once" : breaks + " times",
                  days,
                  breaks / days * DAYS_PER_WEEK,
                  PERCENT * brokenShare);
        };
    return goal.intent()
        + ": "
        + found
        + proposal.map(other -> "; about once a week would be broken: " + other).orElse("");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
