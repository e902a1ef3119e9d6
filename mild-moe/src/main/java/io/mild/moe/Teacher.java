package io.mild.moe;

import io.mild.moe.internal.kernel.Kernel;
import java.util.Arrays;

/**
 * The teacher with fixed weights: one logistic regression per intent, one against the rest.
 *
 * <p>Its probabilities p^T are distilled into the heads; the softmax of its logits at temperature
 * {@value #TEMPERATURE} is the prior d that the gate sees. Immutable and safe to share.
 *
 * @param features length D' of a row
 * @param weights coefficients, {@code [intent × features]}, intent after intent
 * @param intercepts {@code [intent]}
 * @see <a href="https://arxiv.org/abs/2602.14283">MILD, section III</a>
 */
public record Teacher(int features, float[] weights, float[] intercepts) {

  /** T of the prior d = softmax(logits / T). */
  public static final double TEMPERATURE = 2.0;

  /**
   * @throws IllegalArgumentException if the sizes don't fit each other or a weight is not finite
   */
  public Teacher {
    if (intercepts.length < 1 || weights.length != intercepts.length * features) {
      throw new IllegalArgumentException(
          "a teacher of "
              + intercepts.length
              + " intents and "
              + features
              + " features can't have "
              + weights.length
              + " weights");
    }
    weights = finite("weight", weights);
    intercepts = finite("intercept", intercepts);
  }

  /** The number K of intents. */
  public int intents() {
    return intercepts.length;
  }

  @Override
  public float[] weights() {
    return weights.clone();
  }

  @Override
  public float[] intercepts() {
    return intercepts.clone();
  }

  /**
   * Scores one row.
   *
   * @param x standardised features; D' values from {@code offset}
   * @param offset where the row begins
   * @param logits receives K log-odds; where it is longer by a factor, those of as many views,
   *     which follow one another in {@code x}
   */
  public void logits(float[] x, int offset, double[] logits) {
    int intents = intercepts.length;
    for (int i = 0; i < logits.length; i++) {
      int intent = i % intents;
      int from = offset + i / intents * features;
      logits[i] = intercepts[intent] + dot(intent * features, x, from);
    }
  }

  /**
   * The logits of many rows, each as {@link #logits(float[], int, double[])} gives it but for its
   * intercept.
   *
   * @param x a column a feature
   * @param sums receives a column an intent
   * @param memory three columns to work with
   */
  void sums(Kernel kernel, float[][] x, int rows, float[][] sums, float[][] memory) {
    for (int intent = 0; intent < intercepts.length; intent++) {
      kernel.dot(weights, intent * features, x, 0, features, rows, sums[intent], memory);
    }
  }

  /** Four sums side by side, for a single one would wait for each of its additions. */
  private float dot(int weight, float[] x, int from) {
    int end = weight + features;
    int at = from;
    int w = weight;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (; w + 4 <= end; w += 4, at += 4) {
      a += weights[w] * x[at];
      b += weights[w + 1] * x[at + 1];
      c += weights[w + 2] * x[at + 2];
      d += weights[w + 3] * x[at + 3];
    }
    for (; w < end; w++, at++) {
      a += weights[w] * x[at];
    }
    return a + b + (c + d);
  }

  /**
   * The prior of logits that {@link #logits} gave.
   *
   * @param logits K log-odds
   * @param prior receives d, K probabilities that sum to one
   */
  public static void prior(double[] logits, float[] prior) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      highest = Math.max(highest, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp((logit - highest) / TEMPERATURE);
    }
    for (int i = 0; i < logits.length; i++) {
      prior[i] = (float) (Math.exp((logits[i] - highest) / TEMPERATURE) / sum);
    }
  }

  /**
   * The prior where any number of intents may be root causes: {@code d_i = σ(logit_i / T)}.
   *
   * @param logits K log-odds
   * @param prior receives d, K probabilities
   */
  static void independentPrior(double[] logits, float[] prior) {
    for (int i = 0; i < logits.length; i++) {
      prior[i] = (float) probability(logits[i] / TEMPERATURE);
    }
  }

  /** The probability of log-odds that {@link #logits} gave. */
  public static double probability(double logit) {
    return Probabilities.sigmoid(logit);
  }

  private static float[] finite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException("teacher's " + name + " " + i + " is " + values[i]);
      }
    }
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Teacher that
        && features == that.features
        && Arrays.equals(weights, that.weights)
        && Arrays.equals(intercepts, that.intercepts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + Arrays.hashCode(intercepts);
  }

  @Override
  public String toString() {
    return "Teacher[intents=" + intents() + ", features=" + features + "]";
  }
}
