package io.mild.goals;

import io.mild.data.KpiHistory;
import io.mild.internal.io.Digits;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Levels that a history proposes: of all conditions of a goal alike, so many robust standard
 * deviations from the KPIs' medians.
 */
final class UsualLevels {
  private static final double STEP = 0.1; // of the deviation

  // Where breaks are looked for that stand out, and the step over which they must not get fewer.
  private static final int FIRST = 10;
  private static final int LAST = 25;
  private static final int FURTHER = 5;
  private static final double SLACK = 0.06; // of the share that is left of them
  private static final int FEWEST_BREAKS = 4;

  private static final int FARTHEST = 150;
  private static final int OTHERWISE = 30;
  private static final double DAYS_PER_WEEK = 7;
  private static final double IQR_PER_DEVIATION = 1.349; // of a normal distribution

  private final KpiHistory history;

  UsualLevels(KpiHistory history) {
    this.history = history;
  }

  /** A KPI's median and robust standard deviation. */
  private record Spread(double median, double deviation) {
    KpiCondition condition(KpiCondition condition, double deviations) {
      double away = condition.bound() == KpiCondition.Bound.AT_MOST ? deviations : -deviations;
      String rounded = Digits.of(median + away * deviation, deviation);
      return condition.withLevel(Double.parseDouble(rounded));
    }
  }

  /**
   * The goal with the lowest levels that stand out of the noise, for conditions that have none.
   *
   * @throws IllegalArgumentException if one of their KPIs never varies
   */
  Goal standingOut(Goal goal) {
    List<Spread> spreads = spreads(goal);
    int[] breaks = new int[LAST + FURTHER + 1];
    for (int z = FIRST; z < breaks.length; z++) {
      breaks[z] = BreakCount.of(at(goal, spreads, z, true), history).breaks();
    }
    double most = 0;
    for (int z = FIRST; z <= LAST; z++) {
      most = Math.max(most, left(breaks, z));
    }
    int lowest = FIRST;
    while (left(breaks, lowest) < most - SLACK) {
      lowest++;
    }
    if (breaks[lowest] >= FEWEST_BREAKS) {
      return at(goal, spreads, lowest, true);
    }
    return at(goal, spreads, onceAWeek(goal, spreads, true).orElse(OTHERWISE), true);
  }

  /** The share of breaks that a little more of a deviation leaves. */
  private static double left(int[] breaks, int z) {
    return breaks[z] == 0 ? 0 : (double) breaks[z + FURTHER] / breaks[z];
  }

  /** The goal with levels, of all conditions, that are broken about once a week. */
  Optional<Goal> onceAWeek(Goal goal) {
    List<Spread> spreads = goal.conditions().stream().map(this::spread).toList();
    if (spreads.stream().anyMatch(spread -> !(spread.deviation > 0))) {
      return Optional.empty();
    }
    return onceAWeek(goal, spreads, false).map(z -> at(goal, spreads, z, false));
  }

  /** The lowest level that is broken once a week or more seldom, but not never. */
  private Optional<Integer> onceAWeek(Goal goal, List<Spread> spreads, boolean onlyMissing) {
    for (int z = FIRST; z <= FARTHEST; z += 2) {
      BreakCount count = BreakCount.of(at(goal, spreads, z, onlyMissing), history);
      if (count.breaks() <= Math.max(1, Math.round(count.days() / DAYS_PER_WEEK))) {
        return count.breaks() == 0 ? Optional.empty() : Optional.of(z);
      }
    }
    return Optional.empty();
  }

  private static Goal at(Goal goal, List<Spread> spreads, int steps, boolean onlyMissing) {
    KpiCondition[] conditions = goal.conditions().toArray(KpiCondition[]::new);
    for (int c = 0; c < conditions.length; c++) {
      if (!onlyMissing || conditions[c].isWithoutLevel()) {
        conditions[c] = spreads.get(c).condition(conditions[c], steps * STEP);
      }
    }
    return goal.withConditions(List.of(conditions));
  }

  private List<Spread> spreads(Goal goal) {
    List<Spread> spreads = goal.conditions().stream().map(this::spread).toList();
    for (int c = 0; c < spreads.size(); c++) {
      KpiCondition condition = goal.conditions().get(c);
      if (condition.isWithoutLevel() && !(spreads.get(c).deviation > 0)) {
        throw new IllegalArgumentException(
            "goal '%s': '%s' hardly varies in the history, so no level can be proposed: say one"
                .formatted(goal.intent(), condition.kpi()));
      }
    }
    return spreads;
  }

  private Spread spread(KpiCondition condition) {
    int kpi = history.kpis().indexOf(condition.kpi());
    double[] row = new double[history.kpis().size()];
    double[] values = new double[history.rows()];
    int known = 0;
    for (int i = 0; i < values.length; i++) {
      history.copyRow(i, row);
      if (!Double.isNaN(row[kpi])) {
        values[known++] = row[kpi];
      }
    }
    Arrays.sort(values, 0, known);
    if (known == 0) {
      return new Spread(Double.NaN, Double.NaN);
    }
    double iqr = values[known * 3 / 4] - values[known / 4];
    return new Spread(values[known / 2], iqr / IQR_PER_DEVIATION);
  }
}
