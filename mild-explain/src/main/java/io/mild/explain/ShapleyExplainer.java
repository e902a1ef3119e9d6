package io.mild.explain;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Interventional Shapley values of groups of features, such as all features made from one KPI.
 *
 * <p>What a set {@code S} of groups is worth is the mean risk of the row's own features on {@code
 * S} and a background row's elsewhere: {@code v(S) = 1/B · Σ_b f(x_S, b_rest)} (Lundberg and Lee,
 * <i>A Unified Approach to Interpreting Model Predictions</i>, 2017). A group's contribution is its
 * Shapley value in that game, so contributions sum to {@code f(x) − mean f(b)}.
 *
 * <p>Immutable, and shared between threads if its {@link RiskFunction} is.
 */
public final class ShapleyExplainer {
  /** The most groups that {@link #exact} takes. */
  public static final int MAX_EXACT_GROUPS = 16;

  /** The most groups that {@link #explain} computes exactly: 1024 coalitions. */
  public static final int DEFAULT_EXACT_GROUPS = 10;

  /** Rounds that {@link #explain} samples beyond {@link #DEFAULT_EXACT_GROUPS}. */
  public static final int DEFAULT_ROUNDS = 2;

  private static final long DEFAULT_SEED = 42;

  private final RiskFunction risk;
  private final int features;
  private final int[][] groups;
  private final int backgroundRows;
  private final float[] background; // [backgroundRows × features]
  private final double[] backgroundRisks;
  private final double baseline;

  /**
   * An explainer, which scores the background once.
   *
   * @param risk what is explained
   * @param background rows {@code [rows][features]} that stand for the usual, at least one, all
   *     finite
   * @param groups the feature indexes of each group; each feature in exactly one group
   * @throws IllegalArgumentException if the background is empty, ragged or not finite, or a feature
   *     is in no group, in two or does not exist, or a group is empty
   */
  public ShapleyExplainer(RiskFunction risk, float[][] background, int[][] groups) {
    if (background.length == 0 || background[0].length == 0) {
      throw new IllegalArgumentException(
          "background must hold at least one row of at least one feature, but was empty");
    }
    this.risk = risk;
    this.features = background[0].length;
    this.groups = partition(groups, features);
    this.backgroundRows = background.length;
    this.background = new float[backgroundRows * features];
    for (int b = 0; b < backgroundRows; b++) {
      requireFeatures(background[b], "background row " + b);
      System.arraycopy(background[b], 0, this.background, b * features, features);
    }
    this.backgroundRisks = new double[backgroundRows];
    risk.score(this.background.clone(), backgroundRows, backgroundRisks);
    this.baseline = mean(backgroundRisks);
  }

  /**
   * Groups of one feature each.
   *
   * @param features number of features, at least 1
   */
  public static int[][] singletons(int features) {
    int[][] groups = new int[features][1];
    Arrays.setAll(groups, feature -> new int[] {feature});
    return groups;
  }

  /**
   * Explains a row: {@link #exact exactly} up to {@link #DEFAULT_EXACT_GROUPS} groups, else {@link
   * #sampled} with {@link #DEFAULT_ROUNDS} rounds and a fixed seed. The same row is always
   * explained the same.
   *
   * @param row {@code [features]}, finite
   * @throws IllegalArgumentException if the row is of another length or not finite
   */
  public Attribution explain(float[] row) {
    return groups.length <= DEFAULT_EXACT_GROUPS
        ? exact(row)
        : sampled(row, DEFAULT_ROUNDS, DEFAULT_SEED);
  }

  /**
   * Explains a row through all coalitions: {@code φ_g = Σ_{S∌g} |S|!·(G−|S|−1)!/G! · (v(S∪g) −
   * v(S))}. Scores {@code 2^G} times the background's rows.
   *
   * @param row {@code [features]}, finite
   * @return contributions without error
   * @throws IllegalArgumentException if there are more than {@link #MAX_EXACT_GROUPS} groups, or
   *     the row is of another length or not finite
   */
  public Attribution exact(float[] row) {
    if (groups.length > MAX_EXACT_GROUPS) {
      throw new IllegalArgumentException(
          "exact takes at most "
              + MAX_EXACT_GROUPS
              + " groups, but there are "
              + groups.length
              + "; use sampled");
    }
    requireFeatures(row, "row");
    double[] worth = coalitionWorths(row);
    double[] weights = coalitionWeights(groups.length);
    double[] contributions = new double[groups.length];
    for (int g = 0; g < groups.length; g++) {
      int group = 1 << g;
      for (int coalition = 0; coalition < worth.length; coalition++) {
        if ((coalition & group) == 0) {
          contributions[g] +=
              weights[Integer.bitCount(coalition)] * (worth[coalition | group] - worth[coalition]);
        }
      }
    }
    return new Attribution(
        baseline, worth[worth.length - 1], contributions, new double[groups.length]);
  }

  /** The worth v of each coalition, a bit a group. */
  private double[] coalitionWorths(float[] row) {
    double[] worth = new double[1 << groups.length];
    worth[0] = baseline;
    float[] rows = background.clone();
    double[] risks = new double[backgroundRows];
    for (int step = 1; step < worth.length; step++) {
      int coalition = step ^ (step >> 1); // Gray code: from one to the next, one group changes
      int g = Integer.numberOfTrailingZeros(step);
      boolean joins = (coalition >> g & 1) == 1;
      for (int b = 0; b < backgroundRows; b++) {
        if (joins) {
          setGroup(groups[g], rows, b, row, 0);
        } else {
          setGroup(groups[g], rows, b, background, b);
        }
      }
      risk.score(rows, backgroundRows, risks);
      worth[coalition] = mean(risks);
    }
    worth[worth.length - 1] = score(row); // without the rounding of a mean
    return worth;
  }

  /** The share of the orders in which exactly a coalition of a size comes before a given group. */
  private static double[] coalitionWeights(int groups) {
    double[] weights = new double[groups];
    weights[0] = 1.0 / groups;
    for (int size = 1; size < groups; size++) {
      weights[size] = weights[size - 1] * size / (groups - size);
    }
    return weights;
  }

  /**
   * Explains a row through random orders of the groups (Štrumbelj and Kononenko, <i>Explaining
   * Prediction Models and Individual Predictions with Feature Contributions</i>, 2014). Each group
   * is credited with the change in risk when it joins those before it.
   *
   * <p>A round walks, for every background row, one order and its reverse; so contributions sum to
   * {@code value − baseline} whatever is drawn. Standard errors come from the variance between the
   * rounds of each background row. A round scores {@code 2·(G − 1)} times the background's rows.
   *
   * @param row {@code [features]}, finite
   * @param rounds at least 2, as one says nothing of its error
   * @param seed the same seed gives the same numbers
   * @throws IllegalArgumentException if {@code rounds} is below 2, or the row is of another length
   *     or not finite
   */
  public Attribution sampled(float[] row, int rounds, long seed) {
    if (rounds < 2) {
      throw new IllegalArgumentException("rounds must be at least 2, but was " + rounds);
    }
    requireFeatures(row, "row");
    SplittableRandom random = new SplittableRandom(seed);
    Walk walk = new Walk(row);
    double[][] means = new double[backgroundRows][groups.length];
    double[][] squares = new double[backgroundRows][groups.length];
    int[][] orders = new int[backgroundRows][groups.length];
    for (int[] order : orders) {
      Arrays.setAll(order, g -> g);
    }
    for (int round = 1; round <= rounds; round++) {
      for (int[] order : orders) {
        shuffle(order, random);
      }
      double[][] credits = walk.thereAndBack(orders);
      for (int b = 0; b < backgroundRows; b++) {
        accumulate(credits[b], round, means[b], squares[b]);
      }
    }
    return summary(walk.value, means, squares, rounds);
  }

  /** Welford's update of means and of the squares of the deviations from them. */
  private static void accumulate(double[] credits, int round, double[] means, double[] squares) {
    for (int g = 0; g < credits.length; g++) {
      double deviation = credits[g] - means[g];
      means[g] += deviation / round;
      squares[g] += deviation * (credits[g] - means[g]);
    }
  }

  /**
   * The background rows are fixed strata, sampled {@code R} times each: the variance of their mean
   * is {@code Σ_b s_b² / R / B²}.
   */
  private Attribution summary(double value, double[][] means, double[][] squares, int rounds) {
    double[] contributions = new double[groups.length];
    double[] standardErrors = new double[groups.length];
    for (int g = 0; g < groups.length; g++) {
      double sum = 0;
      double variance = 0;
      for (int b = 0; b < backgroundRows; b++) {
        sum += means[b][g];
        variance += squares[b][g] / (rounds - 1) / rounds;
      }
      contributions[g] = sum / backgroundRows;
      standardErrors[g] = Math.sqrt(variance) / backgroundRows;
    }
    return new Attribution(baseline, value, contributions, standardErrors);
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int last = order.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int swapped = order[last];
      order[last] = order[other];
      order[other] = swapped;
    }
  }

  /** The way from each background row to the explained row, group by group; buffers are reused. */
  private final class Walk {
    private final float[] row;
    private final double value;
    private final float[] rows = new float[background.length];
    private double[] before = new double[backgroundRows];
    private double[] after = new double[backgroundRows];

    Walk(float[] row) {
      this.row = row;
      this.value = score(row);
    }

    /**
     * The mean credit of each group on the way in an order and on the way in its reverse.
     *
     * @param orders of the groups, {@code [background rows][groups]}
     * @return {@code [background rows][groups]}
     */
    double[][] thereAndBack(int[][] orders) {
      double[][] credits = new double[backgroundRows][groups.length];
      walk(orders, 0, 1, credits);
      walk(orders, groups.length - 1, -1, credits);
      return credits;
    }

    private void walk(int[][] orders, int first, int direction, double[][] credits) {
      System.arraycopy(background, 0, rows, 0, rows.length);
      System.arraycopy(backgroundRisks, 0, before, 0, backgroundRows);
      for (int step = 0; step < groups.length; step++) {
        int position = first + direction * step;
        for (int b = 0; b < backgroundRows; b++) {
          setGroup(groups[orders[b][position]], rows, b, row, 0);
        }
        scoreStep(step);
        for (int b = 0; b < backgroundRows; b++) {
          credits[b][orders[b][position]] += (after[b] - before[b]) / 2;
        }
        double[] swapped = before;
        before = after;
        after = swapped;
      }
    }

    private void scoreStep(int step) {
      if (step == groups.length - 1) {
        Arrays.fill(after, value); // all rows have become the explained row
      } else {
        risk.score(rows, backgroundRows, after);
      }
    }
  }

  private double score(float[] row) {
    double[] value = new double[1];
    risk.score(row.clone(), 1, value);
    return value[0];
  }

  private void setGroup(int[] group, float[] rows, int to, float[] source, int from) {
    for (int feature : group) {
      rows[to * features + feature] = source[from * features + feature];
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** A copy of the groups, of which each feature is found to be in exactly one. */
  private static int[][] partition(int[][] groups, int features) {
    int[][] copy = new int[groups.length][];
    boolean[] seen = new boolean[features];
    for (int g = 0; g < groups.length; g++) {
      if (groups[g].length == 0) {
        throw new IllegalArgumentException("group " + g + " must hold a feature, but was empty");
      }
      for (int feature : groups[g]) {
        if (feature < 0 || feature >= features) {
          throw new IllegalArgumentException(
              "group " + g + " must hold features below " + features + ", but holds " + feature);
        }
        if (seen[feature]) {
          throw new IllegalArgumentException(
              "feature " + feature + " must be in one group, but is in group " + g + " again");
        }
        seen[feature] = true;
      }
      copy[g] = groups[g].clone();
    }
    for (int feature = 0; feature < features; feature++) {
      if (!seen[feature]) {
        throw new IllegalArgumentException(
            "feature " + feature + " must be in a group, but is in none");
      }
    }
    return copy;
  }

  private void requireFeatures(float[] row, String name) {
    if (row.length != features) {
      throw new IllegalArgumentException(
          name + " must be of " + features + " features, but was of " + row.length);
    }
    for (int feature = 0; feature < features; feature++) {
      if (!Float.isFinite(row[feature])) {
        throw new IllegalArgumentException(
            "feature " + feature + " of " + name + " must be finite, but was " + row[feature]);
      }
    }
  }
}
