package io.mild.alerting;

/**
 * The log-odds of a probability, in which thresholds are told and moved, and its inverse. Finite
 * for every probability.
 */
public final class Logit {
  /** What probabilities are clipped to, and to 1 less it. */
  static final double SMALLEST = 1e-12;

  /** What no logit exceeds: that of 1 − 1e-12, some 27.6. */
  public static final double LIMIT = Math.log((1 - SMALLEST) / (1 - (1 - SMALLEST)));

  private Logit() {}

  /** The logit of the probability, which is clipped to 1e-12 … 1 − 1e-12; NaN of NaN. */
  public static double of(double probability) {
    double clipped = Math.min(Math.max(probability, SMALLEST), 1 - SMALLEST);
    return Math.log(clipped / (1 - clipped));
  }

  /** {@code σ(z) = 1 / (1 + e^−z)}. */
  public static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /** {@code −log σ(z)}, without overflow. */
  public static double negativeLogSigmoid(double logit) {
    return Math.max(-logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
  }
}
