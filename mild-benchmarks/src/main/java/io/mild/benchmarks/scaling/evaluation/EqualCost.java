package io.mild.benchmarks.scaling.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a baseline would have had for the cost of a challenger, day by day. A baseline that can be
 * set to several targets has a front of cost against violations; between its points it is
 * interpolated, in the logarithm of the violations; days that cost more or less than all of them
 * say nothing.
 */
final class EqualCost {
  /** So many violations, in percent, count as none when logarithms are taken. */
  private static final double LEAST = 1e-3;

  /** Costs that differ by no more than this share are the same. */
  private static final double SAME = 0.02;

  private EqualCost() {}

  /**
   * A baseline's violations at a challenger's cost.
   *
   * @param front the baseline at each of its targets
   * @param challenger a contender
   * @return one value a day, in percent; NaN where the front has no such cost
   */
  static double[] violations(
      ScalingResults results, Scenario scenario, List<String> front, String challenger) {
    double[] cost = results.values(scenario, challenger, RunFigure.REPLICA_HOURS);
    double[] violations = new double[cost.length];
    double[][] costs = values(results, scenario, front, RunFigure.REPLICA_HOURS);
    double[][] losses = values(results, scenario, front, RunFigure.VIOLATIONS);
    for (int day = 0; day < cost.length; day++) {
      violations[day] = interpolated(column(costs, day), column(losses, day), cost[day]);
    }
    return violations;
  }

  /** The violations at a cost, on the line through the points; NaN beyond them. */
  static double interpolated(double[] costs, double[] violations, double cost) {
    Integer[] order = new Integer[costs.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> costs[i]));
    int above = 0;
    while (above < order.length && costs[order[above]] < cost) {
      above++;
    }
    if (above == 0 || above == order.length) {
      int end = order[Math.min(above, order.length - 1)];
      return Math.abs(cost / costs[end] - 1) <= SAME ? violations[end] : Double.NaN;
    }
    int left = order[above - 1];
    int right = order[above];
    double part = (cost - costs[left]) / (costs[right] - costs[left]);
    double low = Math.log(Math.max(LEAST, violations[left]));
    double high = Math.log(Math.max(LEAST, violations[right]));
    return Math.exp(low + part * (high - low));
  }

  private static double[][] values(
      ScalingResults results, Scenario scenario, List<String> front, RunFigure figure) {
    return front.stream()
        .map(contender -> results.values(scenario, contender, figure))
        .toArray(double[][]::new);
  }

  private static double[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
  }
}
