package io.mild.moe;

import java.util.Arrays;

/** The two links from real numbers to probabilities, safe for any finite input. */
public final class Probabilities {
  private static final double CERTAIN = 1e-12;

  private Probabilities() {}

  /** {@code σ(logit) = 1 / (1 + e^−logit)}. */
  public static double sigmoid(double logit) {
    double odds = Math.exp(-Math.abs(logit)); // of the less likely
    return logit >= 0 ? 1 / (1 + odds) : odds / (1 + odds);
  }

  /** log σ(logit), exact where σ itself rounds to 0 or 1. */
  public static double logSigmoid(double logit) {
    return Math.min(logit, 0) - Math.log1p(Math.exp(-Math.abs(logit)));
  }

  /** The log-odds of a probability, which is taken to be no nearer to 0 or 1 than 1e-12. */
  public static double logit(double probability) {
    double p = Math.max(CERTAIN, Math.min(1 - CERTAIN, probability));
    return Math.log(p / (1 - p));
  }

  /** {@code (1−share)·from + share·to}, exact at both ends. */
  public static double between(double from, double to, double share) {
    return (1 - share) * from + share * to;
  }

  /** {@code gate = softmax((1−share)·log gate + share·log prior)}, exact at both ends. */
  static void blend(double[] gate, float[] prior, double share) {
    if (share == 0 || gate.length == 1) {
      return; // of one there is no doubt
    }
    double sum = 0;
    for (int i = 0; i < gate.length; i++) {
      gate[i] = share == 1 ? prior[i] : Math.pow(gate[i], 1 - share) * Math.pow(prior[i], share);
      sum += gate[i];
    }
    for (int i = 0; i < gate.length; i++) {
      gate[i] = sum > 0 ? gate[i] / sum : prior[i];
    }
  }

  static void softmax(float[] logits, double[] probabilities) {
    double highest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = Math.exp(logits[i] - highest);
      sum += probabilities[i];
    }
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] /= sum;
    }
  }

  /**
   * The same of many rows, {@code softmax(logits / temperature)}: sum after sum as in one row.
   *
   * @param logits a column a logit
   * @param probabilities receives a column a logit
   * @param memory two columns to work with
   */
  static void softmax(
      double[][] logits,
      double temperature,
      int rows,
      double[][] probabilities,
      double[][] memory) {
    if (logits.length == 1) {
      Arrays.fill(probabilities[0], 0, rows, 1); // whatever it is
      return;
    }
    double[] highest = memory[0];
    double[] sum = memory[1];
    Arrays.fill(highest, 0, rows, Double.NEGATIVE_INFINITY);
    Arrays.fill(sum, 0, rows, 0);
    for (double[] column : logits) {
      for (int row = 0; row < rows; row++) {
        highest[row] = Math.max(highest[row], column[row]);
      }
    }
    for (int i = 0; i < logits.length; i++) {
      double[] column = logits[i];
      double[] power = probabilities[i];
      for (int row = 0; row < rows; row++) {
        power[row] = (column[row] - highest[row]) / temperature;
      }
      for (int row = 0; row < rows; row++) {
        power[row] = Math.exp(power[row]);
      }
      for (int row = 0; row < rows; row++) {
        sum[row] += power[row];
      }
    }
    for (double[] column : probabilities) {
      for (int row = 0; row < rows; row++) {
        column[row] /= sum[row];
      }
    }
  }
}
