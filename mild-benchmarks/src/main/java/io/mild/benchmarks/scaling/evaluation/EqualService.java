package io.mild.benchmarks.scaling.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a challenger would have taken for the violations of a baseline, day by day: the converse of
 * {@link EqualCost}. Between the challenger's points it is interpolated in the logarithm of the
 * violations. A baseline with more violations than all of them is held against the worst of them,
 * which serves better than it; one with fewer says nothing.
 */
public final class EqualService {
  /** So many violations, in percent, count as none when logarithms are taken. */
  private static final double LEAST = 1e-3;

  private EqualService() {}

  /**
   * A challenger's figure at a baseline's violations.
   *
   * @param front the challenger at each of its goals
   * @param baseline a contender
   * @return one value a day; NaN where the challenger has always more violations
   */
  public static double[] figure(
      ScalingResults results,
      Scenario scenario,
      List<String> front,
      String baseline,
      RunFigure figure) {
    double[] level = results.values(scenario, baseline, RunFigure.VIOLATIONS);
    double[] values = new double[level.length];
    for (int day = 0; day < level.length; day++) {
      double[] violations = new double[front.size()];
      double[] figures = new double[front.size()];
      for (int i = 0; i < violations.length; i++) {
        violations[i] = results.values(scenario, front.get(i), RunFigure.VIOLATIONS)[day];
        figures[i] = results.values(scenario, front.get(i), figure)[day];
      }
      values[day] = interpolated(violations, figures, level[day]);
    }
    return values;
  }

  /** The figure at a level of violations, on the line through the points. */
  static double interpolated(double[] violations, double[] figures, double level) {
    Integer[] order = new Integer[violations.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> violations[i]));
    int above = 0;
    while (above < order.length && violations[order[above]] <= level) {
      above++;
    }
    if (above == 0) {
      return Double.NaN;
    }
    int left = order[above - 1];
    if (above == order.length) {
      return figures[left];
    }
    int right = order[above];
    double low = log(violations[left]);
    double part = (log(level) - low) / (log(violations[right]) - low);
    return figures[left] + part * (figures[right] - figures[left]);
  }

  private static double log(double violations) {
    return Math.log(Math.max(LEAST, violations));
  }
}
