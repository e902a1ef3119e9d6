package io.mild.training.alerting;

import org.apache.commons.math3.special.Beta;

/**
 * The negative binomial distribution {@code P(x) = Γ(x + r) / (x! Γ(r)) · p^r (1 − p)^x} with real
 * {@code r}: a Poisson count whose rate is gamma-distributed.
 *
 * @param r shape, above 0
 * @param p above 0 and at most 1
 */
record NegativeBinomial(double r, double p) {
  /** The probability of at most {@code count}: the regularised beta function I_p(r, count + 1). */
  double cumulativeProbability(int count) {
    return count < 0 ? 0 : Beta.regularizedBeta(p, r, count + 1.0);
  }

  /** The least count that is not exceeded with at least this probability, below 1. */
  int quantile(double probability) {
    int count = 0;
    while (cumulativeProbability(count) < probability) {
      count++;
    }
    return count;
  }
}
