package io.mild.benchmarks.firstday;

import io.mild.data.KpiHistory;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import java.util.Arrays;
import java.util.List;

/**
 * Prometheus' {@code predict_linear} as an alert rule: a line through the latest rows of a KPI,
 * least squares, asked at the horizon. How far beyond its level that is, in interquartile ranges of
 * the history, makes a score: of a goal that is broken where all conditions are missed the least,
 * else the greatest; of all goals the greatest.
 */
public final class LinearPrediction {
  private final KpiHistory rows;
  private final Goals goals;
  private final int lookBack;
  private final int lead;
  private final double[] scales;

  /**
   * Of rows that are known and those after them.
   *
   * @param history of the rows, so many of the first, whose ranges are known
   * @param lookBack in rows
   * @param lead in rows
   */
  public LinearPrediction(KpiHistory rows, int history, Goals goals, int lookBack, int lead) {
    this.rows = rows;
    this.goals = goals;
    this.lookBack = lookBack;
    this.lead = lead;
    this.scales = new double[rows.kpis().size()];
    for (int kpi = 0; kpi < scales.length; kpi++) {
      double[] sorted = column(kpi, 0, history);
      Arrays.sort(sorted);
      scales[kpi] = Math.max(1e-9, sorted[3 * history / 4] - sorted[history / 4]);
    }
  }

  /** The score of each row from one on. */
  public double[] scores(int from) {
    double[] scores = new double[rows.rows() - from];
    Arrays.fill(scores, Double.NEGATIVE_INFINITY);
    for (Goal goal : goals.goals()) {
      double[] own = scores(goal, from);
      for (int row = 0; row < scores.length; row++) {
        scores[row] = Math.max(scores[row], own[row]);
      }
    }
    return scores;
  }

  private double[] scores(Goal goal, int from) {
    List<KpiCondition> conditions = goal.conditions();
    double[] all = new double[0];
    for (KpiCondition condition : conditions) {
      double[] margins = margins(condition, from);
      if (all.length == 0) {
        all = margins;
      } else {
        for (int row = 0; row < all.length; row++) {
          all[row] =
              goal.rule() == Goal.Rule.ALL
                  ? Math.min(all[row], margins[row])
                  : Math.max(all[row], margins[row]);
        }
      }
    }
    return all;
  }

  private double[] margins(KpiCondition condition, int from) {
    int kpi = rows.kpis().indexOf(condition.kpi());
    double[] values = column(kpi, 0, rows.rows());
    double middle = (lookBack - 1) / 2.0;
    double squares = lookBack * ((double) lookBack * lookBack - 1) / 12;
    double[] margins = new double[rows.rows() - from];
    for (int row = from; row < rows.rows(); row++) {
      double mean = 0;
      double product = 0;
      for (int i = 0; i < lookBack; i++) {
        double value = values[Math.max(0, row - lookBack + 1 + i)];
        mean += value / lookBack;
        product += (i - middle) * value;
      }
      double predicted = mean + product / squares * (middle + lead);
      double beyond = predicted - condition.level();
      margins[row - from] =
          (condition.bound() == KpiCondition.Bound.AT_MOST ? beyond : -beyond) / scales[kpi];
    }
    return margins;
  }

  private double[] column(int kpi, int from, int until) {
    double[] row = new double[rows.kpis().size()];
    double[] column = new double[until - from];
    for (int i = from; i < until; i++) {
      rows.copyRow(i, row);
      column[i - from] = row[kpi];
    }
    return column;
  }
}
