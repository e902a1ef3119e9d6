package io.mild.explain;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Estimates values of a game from random orders of its players, in which those of one union stay
 * together: Owen values, or Shapley values where each player is a union of its own (Štrumbelj and
 * Kononenko, <i>Explaining Prediction Models and Individual Predictions with Feature
 * Contributions</i>, 2014). Each player is credited with the change in risk when it joins those
 * before it.
 *
 * <p>A round walks, for every background row, one order and its reverse, whose errors partly cancel
 * (antithetic sampling); so contributions sum to {@code value − mean risk} whatever is drawn. The
 * background rows are strata, sampled R times each: the variance of their mean is {@code Σ_b s_b² /
 * R / B²}.
 */
final class PermutationSampler {
  /** Below, a standard error says too little of itself to stop by. */
  private static final int LEAST_DEGREES_OF_FREEDOM = 30;

  private final Background background;
  private final Mixed mixed;
  private final int[][] unions;
  private final int steps;
  private final int[][] orders; // [background row][position]
  private final double[][] credits; // [background row][player], of a round
  private final double[][] means;
  private final double[][] squares;
  private final double[] before;

  /**
   * @param players how many
   * @param unions players of each; who is in none never joins
   */
  PermutationSampler(Background background, Mixed mixed, int players, int[][] unions) {
    int rows = background.rows();
    this.background = background;
    this.mixed = mixed;
    this.unions = unions;
    this.steps = Arrays.stream(unions).mapToInt(union -> union.length).sum();
    this.orders = new int[rows][steps];
    this.credits = new double[rows][players];
    this.means = new double[rows][players];
    this.squares = new double[rows][players];
    this.before = new double[rows];
  }

  /**
   * An estimate.
   *
   * @param contributions of each player
   * @param variances of the contributions
   */
  record Estimate(double[] contributions, double[] variances) {}

  Estimate sample(Precision precision) {
    SplittableRandom random = new SplittableRandom(precision.seed());
    int[][] shuffled = Arrays.stream(unions).map(int[]::clone).toArray(int[][]::new);
    long evaluationsARound = 2L * (steps - 1) * background.rows();
    double accepted = precision.standardError() * precision.standardError();
    for (int round = 1; ; round++) {
      for (int[] order : orders) {
        shuffle(shuffled, order, random);
      }
      walkThereAndBack(round);
      if (round > 1) {
        Estimate estimate = estimate(round);
        boolean reliable = (round - 1) * background.rows() >= LEAST_DEGREES_OF_FREEDOM;
        boolean exact = reliable && Arrays.stream(estimate.variances).allMatch(v -> v <= accepted);
        if (exact || (round + 1) * evaluationsARound > precision.maxEvaluations()) {
          return estimate;
        }
      }
    }
  }

  private static void shuffle(int[][] unions, int[] order, SplittableRandom random) {
    for (int last = unions.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int[] swapped = unions[last];
      unions[last] = unions[other];
      unions[other] = swapped;
    }
    int at = 0;
    for (int[] union : unions) {
      for (int last = union.length - 1; last > 0; last--) {
        int other = random.nextInt(last + 1);
        int swapped = union[last];
        union[last] = union[other];
        union[other] = swapped;
      }
      System.arraycopy(union, 0, order, at, union.length);
      at += union.length;
    }
  }

  private void walkThereAndBack(int round) {
    for (double[] credit : credits) {
      Arrays.fill(credit, 0);
    }
    walk(0, 1);
    walk(steps - 1, -1);
    for (int b = 0; b < credits.length; b++) {
      accumulate(credits[b], round, means[b], squares[b]);
    }
  }

  private void walk(int first, int direction) {
    mixed.clear();
    background.risks(before);
    for (int step = 0; step < steps; ) {
      int states = Math.min(mixed.capacity(), steps - step);
      for (int state = 0; state < states; state++) {
        int position = first + direction * (step + state);
        for (int b = 0; b < orders.length; b++) {
          mixed.join(b, orders[b][position]);
        }
        mixed.keep(state);
      }
      boolean last = step + states == steps; // all rows have become the explained row
      int asked = last ? states - 1 : states;
      if (asked > 0) {
        mixed.score(asked);
      }
      for (int state = 0; state < states; state++, step++) {
        credit(first + direction * step, state, last && state == states - 1);
      }
    }
  }

  private void credit(int position, int state, boolean arrived) {
    for (int b = 0; b < orders.length; b++) {
      double after = arrived ? mixed.value() : mixed.risk(state, b);
      credits[b][orders[b][position]] += (after - before[b]) / 2;
      before[b] = after;
    }
  }

  /** Welford's update of means and of the squares of the deviations from them. */
  private static void accumulate(double[] credits, int round, double[] means, double[] squares) {
    for (int player = 0; player < credits.length; player++) {
      double deviation = credits[player] - means[player];
      means[player] += deviation / round;
      squares[player] += deviation * (credits[player] - means[player]);
    }
  }

  private Estimate estimate(int rounds) {
    int rows = background.rows();
    int players = means[0].length;
    double[] contributions = new double[players];
    double[] variances = new double[players];
    for (int b = 0; b < rows; b++) {
      for (int player = 0; player < players; player++) {
        contributions[player] += means[b][player] / rows;
        variances[player] += squares[b][player] / (rounds - 1) / rounds / rows / rows;
      }
    }
    return new Estimate(contributions, variances);
  }
}
