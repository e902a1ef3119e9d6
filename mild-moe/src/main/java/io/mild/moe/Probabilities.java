package io.mild.moe;

/** The two links from real numbers to probabilities, safe for any finite input. */
final class Probabilities {
  private Probabilities() {}

  static double sigmoid(double logit) {
    return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
  }

  /** log σ(logit), exact where σ itself rounds to 0 or 1. */
  static double logSigmoid(double logit) {
    return Math.min(logit, 0) - Math.log1p(Math.exp(-Math.abs(logit)));
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
}
