package io.mild.goals;

import io.mild.internal.io.TimeScale;
import java.time.Duration;
import java.util.Locale;

/**
 * How long a goal may be missed: a share of a rolling span of time, as of a service level objective
 * of 99.5 % over 30 days.
 *
 * @param objective share of the time, 0 to 1, that all is to be good
 * @param over the span of time
 */
public record ErrorBudget(double objective, Duration over) {
  /**
   * @throws IllegalArgumentException if the objective is not between 0 and 1, or the span is not
   *     above 0
   */
  public ErrorBudget {
    if (!(objective > 0 && objective < 1)) {
      throw new IllegalArgumentException(
          "an objective must be a share between 0 and 1, such as 0.995, but was " + objective);
    }
    if (over.toMillis() < 1) {
      throw new IllegalArgumentException(
          "an objective must be over a time, such as 30 days, but was over " + over);
    }
  }

  /** How long the goal may be missed in that span. */
  public Duration allowed() {
    return Duration.ofMillis(Math.round((1 - objective) * over.toMillis()));
  }

  /**
   * What became of it.
   *
   * @param spent share of what is allowed that the latest span has used up; above 1 when overspent
   * @param burnRate how many times as fast as allowed it is spent, over the latest thirtieth of the
   *     span (of 30 days: over the latest day); 1 spends it exactly
   */
  public record State(double spent, double burnRate) {
    /** Such as {@code 42 % spent, burning at 1.7}. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.0f %% spent, burning at %.1f", 100 * spent, burnRate);
    }
  }

  /** Such as {@code 0.995 over 30 days}. */
  @Override
  public String toString() {
    return objective + " over " + TimeScale.text(over);
  }
}
