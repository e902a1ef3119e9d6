package io.mild.explain;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Interventional Shapley values of groups of features, such as all features made from one KPI, and
 * within a group the Owen values of its features.
 *
 * <p>What a set {@code S} of features is worth is the mean risk of the row's own features on {@code
 * S} and a background row's elsewhere: {@code v(S) = 1/B · Σ_b f(x_S, b_rest)} (Lundberg and Lee,
 * <i>A Unified Approach to Interpreting Model Predictions</i>, 2017). A group's contribution is its
 * Shapley value in that game, so contributions sum to {@code f(x) − mean f(b)}. A feature's is its
 * Owen value, so those of a group's features sum to the group's.
 *
 * <p>A group that is the same in the row and in the whole background contributes 0, and costs
 * nothing.
 *
 * <p>What begins with sums over the features, a {@link LayeredRisk}, is scored from these: a
 * coalition costs what follows the first layer.
 *
 * <p>Immutable, and shared between threads if its {@link RiskFunction} is.
 */
public final class ShapleyExplainer {
  /**
   * The most groups that are explained exactly, through 65,536 coalitions; each one less halves
   * them.
   */
  public static final int MAX_EXACT_GROUPS = 16;

  private final Background background;
  private final int[][] groups;

  /**
   * An explainer, which scores the background once.
   *
   * @param risk what is explained; a {@link LayeredRisk} is scored from its sums
   * @param background rows {@code [rows][features]} that stand for the usual, at least one, all
   *     finite
   * @param groups the feature indexes of each group; each feature in exactly one group
   * @throws IllegalArgumentException if the background is empty, ragged or not finite, or a feature
   *     is in no group, in two or does not exist, or a group is empty
   */
  public ShapleyExplainer(RiskFunction risk, float[][] background, int[][] groups) {
    this.background = new Background(risk, background);
    this.groups = partition(groups, this.background.features());
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
   * Explains a row group by group: {@link #exact exactly} up to {@link #MAX_EXACT_GROUPS} groups,
   * else {@link #sampled}. The same row is always explained the same.
   *
   * @param row {@code [features]}, finite
   * @throws IllegalArgumentException if the row is of another length or not finite
   */
  public Attribution explain(float[] row, Precision precision) {
    background.requireFeatures(row, "row");
    return active(row).length <= MAX_EXACT_GROUPS ? exact(row) : sampled(row, precision);
  }

  /** As {@link #explain(float[], Precision)} of {@link Precision#DEFAULT}. */
  public Attribution explain(float[] row) {
    return explain(row, Precision.DEFAULT);
  }

  /**
   * Explains a row through all coalitions of its groups. Scores {@code 2^G} times the background's
   * rows, for G groups that are not as in the background.
   *
   * @param row {@code [features]}, finite
   * @return contributions without error
   * @throws IllegalArgumentException if there are more than {@link #MAX_EXACT_GROUPS} such groups,
   *     or the row is of another length or not finite
   */
  public Attribution exact(float[] row) {
    background.requireFeatures(row, "row");
    int[] active = active(row);
    if (active.length > MAX_EXACT_GROUPS) {
      throw new IllegalArgumentException(
          "exact takes at most "
              + MAX_EXACT_GROUPS
              + " groups, but there are "
              + active.length
              + "; use sampled");
    }
    Mixed mixed = background.mixedWith(row, pick(groups, active));
    double[] contributions = new double[groups.length];
    if (active.length > 0) {
      double[] worths = Coalitions.worths(background, mixed, active.length);
      worths[worths.length - 1] = mixed.value(); // without the rounding of a mean
      put(Coalitions.shapley(worths, active.length), active, contributions);
    }
    return new Attribution(
        background.meanRisk(), mixed.value(), contributions, new double[groups.length]);
  }

  /**
   * Explains a row through random orders of its groups, each with its reverse, until the precision
   * is reached. A round scores {@code 2·(G − 1)} times the background's rows, for G groups that are
   * not as in the background.
   *
   * @param row {@code [features]}, finite
   * @return contributions with standard errors; their sum has none
   * @throws IllegalArgumentException if the row is of another length or not finite
   */
  public Attribution sampled(float[] row, Precision precision) {
    background.requireFeatures(row, "row");
    int[] active = active(row);
    Mixed mixed = background.mixedWith(row, pick(groups, active));
    double[] contributions = new double[groups.length];
    double[] variances = new double[groups.length];
    if (active.length > 0) {
      PermutationSampler.Estimate estimate =
          new PermutationSampler(background, mixed, active.length, singletons(active.length))
              .sample(precision);
      put(estimate.contributions(), active, contributions);
      put(estimate.variances(), active, variances);
    }
    return new Attribution(background.meanRisk(), mixed.value(), contributions, roots(variances));
  }

  /**
   * Explains a row feature by feature: Owen values, of which those of a group sum to its
   * contribution, exact or not.
   *
   * <p>Exact where all coalitions of a group's features and the other groups, group after group,
   * cost no more than {@link Precision#maxEvaluations}; else sampled. What the samples of a group
   * are off its contribution is put right in proportion to their variances.
   *
   * @param row {@code [features]}, finite
   * @param ofGroups what {@link #explain} said of the row
   * @return one contribution a feature
   * @throws IllegalArgumentException if the row is of another length or not finite, or {@code
   *     ofGroups} is of another number of groups
   */
  public Attribution explainFeatures(float[] row, Attribution ofGroups, Precision precision) {
    background.requireFeatures(row, "row");
    double[] sums = ofGroups.contributions();
    if (sums.length != groups.length) {
      throw new IllegalArgumentException(
          "ofGroups must be of " + groups.length + " groups, but was of " + sums.length);
    }
    int[] active = active(row);
    double[] contributions = new double[row.length];
    double[] variances = new double[row.length];
    if (active.length > 0 && exactFeatureEvaluations(active) <= precision.maxEvaluations()) {
      for (int g : active) {
        put(owen(row, active, g), groups[g], contributions);
      }
    } else if (active.length > 0) {
      PermutationSampler.Estimate estimate =
          new PermutationSampler(
                  background,
                  background.mixedWith(row, singletons(row.length)),
                  row.length,
                  pick(groups, active))
              .sample(precision);
      contributions = estimate.contributions();
      variances = estimate.variances();
    }
    for (int g : active) {
      putRight(groups[g], sums[g], contributions, variances);
    }
    return new Attribution(ofGroups.baseline(), ofGroups.value(), contributions, roots(variances));
  }

  private double exactFeatureEvaluations(int[] active) {
    double coalitions = 0;
    for (int g : active) {
      coalitions += Math.pow(2, groups[g].length + active.length - 1);
    }
    return coalitions * background.rows();
  }

  private double[] owen(float[] row, int[] active, int group) {
    int[] members = groups[group];
    int[] others = Arrays.stream(active).filter(g -> g != group).toArray();
    int[][] players = new int[members.length + others.length][];
    for (int i = 0; i < members.length; i++) {
      players[i] = new int[] {members[i]};
    }
    System.arraycopy(pick(groups, others), 0, players, members.length, others.length);
    double[] worths =
        Coalitions.worths(background, background.mixedWith(row, players), players.length);
    return Coalitions.owen(worths, members.length, others.length);
  }

  private static void putRight(int[] members, double sum, double[] values, double[] variances) {
    double off = sum;
    double variance = 0;
    for (int feature : members) {
      off -= values[feature];
      variance += variances[feature];
    }
    for (int feature : members) {
      values[feature] +=
          off * (variance > 0 ? variances[feature] / variance : 1.0 / members.length);
    }
  }

  /**
   * The mean risk while one group after another becomes the row's: from the background's to the
   * row's. Where the groups that matter come first, it rises early.
   *
   * @param row {@code [features]}, finite
   * @param order all groups, each once
   * @return {@code [groups + 1]}
   * @throws IllegalArgumentException if the row is of another length or not finite
   */
  public double[] insertion(float[] row, int[] order) {
    background.requireFeatures(row, "row");
    Mixed mixed = background.mixedWith(row, groups);
    double[] curve = new double[order.length + 1];
    curve[0] = background.meanRisk();
    for (int step = 0; step < order.length; step++) {
      mixed.join(order[step]);
      mixed.keep(0);
      mixed.score(1);
      curve[step + 1] = mixed.meanRisk(0);
    }
    return curve;
  }

  /**
   * The mean risk while one group after another becomes the background's: from the row's to the
   * background's. Where the groups that matter come first, it falls early.
   *
   * @param row {@code [features]}, finite
   * @param order all groups, each once
   * @return {@code [groups + 1]}
   * @throws IllegalArgumentException if the row is of another length or not finite
   */
  public double[] deletion(float[] row, int[] order) {
    int last = order.length - 1;
    double[] back =
        insertion(row, IntStream.rangeClosed(0, last).map(i -> order[last - i]).toArray());
    double[] curve = new double[back.length];
    Arrays.setAll(curve, step -> back[back.length - 1 - step]);
    return curve;
  }

  /** The groups that are not as in the whole background. */
  private int[] active(float[] row) {
    return IntStream.range(0, groups.length)
        .filter(g -> !background.agreesWith(row, groups[g]))
        .toArray();
  }

  private static int[][] pick(int[][] groups, int[] chosen) {
    return Arrays.stream(chosen).mapToObj(g -> groups[g]).toArray(int[][]::new);
  }

  private static void put(double[] values, int[] places, double[] to) {
    for (int i = 0; i < places.length; i++) {
      to[places[i]] = values[i];
    }
  }

  private static double[] roots(double[] variances) {
    return Arrays.stream(variances).map(Math::sqrt).toArray();
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
}
