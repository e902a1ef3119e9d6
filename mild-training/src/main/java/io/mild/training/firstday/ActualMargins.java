package io.mild.training.firstday;

import io.mild.data.KpiHistory;
import io.mild.features.SeasonalProfile;
import io.mild.moe.GoalBounds;
import io.mild.moe.GoalBounds.Bound;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How far each goal was from breaking in each row of a history: the least margin of the latest rows
 * that it takes to break it. At 0 and above the goal is broken.
 *
 * <p>A missing value is taken for the one before.
 */
final class ActualMargins {
  private final long[] times;
  private final double[][] margins; // [goal][row]

  /**
   * @param goals with levels in the units of the profile's residuals
   * @param brokenAfter how many rows against it in a row break each goal
   */
  ActualMargins(
      KpiHistory history, SeasonalProfile profile, List<GoalBounds> goals, int[] brokenAfter) {
    this.times = new long[history.rows()];
    this.margins = new double[goals.size()][history.rows()];
    double[] values = new double[history.kpis().size()];
    double[] residuals = new double[values.length];
    double[] latest = new double[values.length];
    for (int row = 0; row < times.length; row++) {
      times[row] = history.epochMillis(row);
      history.copyRow(row, values);
      profile.residuals(times[row], values, residuals);
      for (int kpi = 0; kpi < latest.length; kpi++) {
        latest[kpi] = Double.isNaN(residuals[kpi]) ? latest[kpi] : residuals[kpi];
      }
      for (int goal = 0; goal < margins.length; goal++) {
        margins[goal][row] = margin(goals.get(goal), latest);
      }
    }
    for (int goal = 0; goal < margins.length; goal++) {
      margins[goal] = lasting(margins[goal], brokenAfter[goal]);
    }
  }

  /** Not softened: of all bounds the least. */
  private static double margin(GoalBounds goal, double[] values) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (Bound bound : goal.bounds()) {
      double margin = bound.margin(values[bound.kpi()]);
      least = Math.min(least, margin);
      greatest = Math.max(greatest, margin);
    }
    return goal.all() ? least : greatest;
  }

  private static double[] lasting(double[] margins, int rows) {
    double[] least = new double[margins.length];
    for (int row = 0; row < least.length; row++) {
      least[row] = Arrays.stream(margins, Math.max(0, row - rows + 1), row + 1).min().orElseThrow();
    }
    return least;
  }

  /** Whether a goal is broken in a row. */
  boolean isBroken(int goal, int row) {
    return margins[goal][row] >= 0;
  }

  /**
   * The greatest margin of the rows after a row, up to a horizon; NaN where the history ends before
   * that.
   */
  double greatestAhead(int goal, int row, Duration horizon) {
    long end = times[row] + horizon.toMillis();
    if (times[times.length - 1] < end) {
      return Double.NaN;
    }
    double greatest = Double.NEGATIVE_INFINITY;
    for (int ahead = row + 1; ahead < times.length && times[ahead] <= end; ahead++) {
      greatest = Math.max(greatest, margins[goal][ahead]);
    }
    return greatest > Double.NEGATIVE_INFINITY ? greatest : Double.NaN;
  }
}
