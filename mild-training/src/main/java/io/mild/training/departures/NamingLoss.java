package io.mild.training.departures;

import java.util.Arrays;

/**
 * The cross-entropy of a softmax over intents, {@code s_ni = G_ni·a + own_ni} with {@code own_ni =
 * x_n·W_i + c_i} less its mean over the intents that failed, and 0 for those that did not: what was
 * learned of some must not speak against those of which nothing is known. Penalty {@code Σ
 * λ_j/2·(a_j − a⁰_j)² + μ/2·(‖W‖² + ‖c‖²)}.
 *
 * <p>Parameters: a, then {@code W_i, c_i} of each intent that failed.
 */
@SuppressWarnings("serial") // Smile's functions are, for no reason of ours
final class NamingLoss extends PenalisedLoss {
  private final double[][][] shared; // [n][intent][a]
  private final double[][] rows; // [n][x]
  private final float[][] targets; // [n][intent]
  private final double[] weights; // [n]
  private final int[] failed; // intents
  private final double[] sharedPenalties;
  private final double[] sharedPriors;
  private final double ownPenalty;
  private final int sharedWidth;
  private final int ownWidth;

  NamingLoss(
      double[][][] shared,
      double[][] rows,
      float[][] targets,
      double[] weights,
      int[] failed,
      double[] sharedPenalties,
      double[] sharedPriors,
      double ownPenalty) {
    this.shared = shared;
    this.rows = rows;
    this.targets = targets;
    this.weights = weights;
    this.failed = failed;
    this.sharedPenalties = sharedPenalties;
    this.sharedPriors = sharedPriors;
    this.ownPenalty = ownPenalty;
    this.sharedWidth = shared[0][0].length;
    this.ownWidth = rows[0].length + 1;
  }

  @Override
  double[] start() {
    return Arrays.copyOf(sharedPriors, size());
  }

  @Override
  int size() {
    return sharedWidth + failed.length * ownWidth;
  }

  @Override
  public double g(double[] parameters, double[] gradient) {
    double loss = 0;
    for (int j = 0; j < parameters.length; j++) {
      double penalty = j < sharedWidth ? sharedPenalties[j] : ownPenalty;
      double beyond = parameters[j] - (j < sharedWidth ? sharedPriors[j] : 0);
      loss += penalty / 2 * beyond * beyond;
      gradient[j] = penalty * beyond;
    }
    int intents = targets[0].length;
    double[] scores = new double[intents];
    double[] own = new double[failed.length];
    for (int n = 0; n < rows.length; n++) {
      double mean = own(parameters, rows[n], own);
      double highest = scores(parameters, n, own, mean, scores);
      double sum = 0;
      for (double score : scores) {
        sum += Math.exp(score - highest);
      }
      double logSum = highest + Math.log(sum);
      double errors = 0; // of those that failed
      for (int i = 0; i < intents; i++) {
        loss -= weights[n] * targets[n][i] * (scores[i] - logSum);
        scores[i] = weights[n] * (Math.exp(scores[i] - logSum) - targets[n][i]);
        for (int j = 0; j < sharedWidth; j++) {
          gradient[j] += scores[i] * shared[n][i][j];
        }
      }
      for (int i : failed) {
        errors += scores[i] / failed.length;
      }
      for (int f = 0; f < failed.length; f++) {
        double error = scores[failed[f]] - errors;
        int at = sharedWidth + f * ownWidth;
        for (double x : rows[n]) {
          gradient[at++] += error * x;
        }
        gradient[at] += error;
      }
    }
    return loss;
  }

  private double own(double[] parameters, double[] row, double[] own) {
    double mean = 0;
    for (int f = 0; f < own.length; f++) {
      int at = sharedWidth + f * ownWidth;
      double sum = 0;
      for (double x : row) {
        sum += parameters[at++] * x;
      }
      own[f] = sum + parameters[at];
      mean += own[f] / own.length;
    }
    return mean;
  }

  private double scores(double[] parameters, int n, double[] own, double mean, double[] scores) {
    for (int i = 0; i < scores.length; i++) {
      scores[i] = 0;
      for (int j = 0; j < sharedWidth; j++) {
        scores[i] += parameters[j] * shared[n][i][j];
      }
    }
    for (int f = 0; f < own.length; f++) {
      scores[failed[f]] += own[f] - mean;
    }
    double highest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      highest = Math.max(highest, score);
    }
    return highest;
  }
}
