package io.mild.alerting;

/** Probabilities in proportion to {@code e^logit}. */
public final class Softmax {
  private Softmax() {}

  /** {@code softmax(scale · logits)}. */
  public static double[] of(double[] logits, double scale) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      greatest = Math.max(greatest, logit); // a stream here costs as much as the rest of a row
    }
    double[] probabilities = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = Math.exp(scale * (logits[i] - greatest));
      sum += probabilities[i];
    }
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }

  /** The index of the greatest; of several the first. */
  public static int argmax(double[] values) {
    int greatest = 0;
    for (int i = 1; i < values.length; i++) {
      greatest = values[i] > values[greatest] ? i : greatest;
    }
    return greatest;
  }
}
