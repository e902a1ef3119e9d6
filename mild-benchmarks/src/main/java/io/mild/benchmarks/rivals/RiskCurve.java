package io.mild.benchmarks.rivals;

import io.mild.moe.MixtureData;
import io.mild.moe.Teacher;
import io.mild.moe.TeacherTrainer;

/**
 * Turns a score, such as a distance, into a probability: {@code σ(intercept + slope · score)}.
 *
 * @param slope not negative: a higher score is never a lower risk
 */
record RiskCurve(double slope, double intercept) {

  /**
   * Fits a logistic regression of an intent's label on the score. If its slope is not positive, or
   * the labels are all alike, the score tells nothing: the risk is the {@link BaseRate}.
   *
   * @param scores one a row
   * @param data the rows' labels
   */
  static RiskCurve fit(float[] scores, MixtureData data, int intent) {
    float[] labels = new float[scores.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = data.labels()[row * data.intents() + intent];
    }
    MixtureData column = new MixtureData(labels.length, scores, labels, new float[labels.length]);
    Teacher fitted = TeacherTrainer.train(column);
    if (fitted.weights()[0] > 0) {
      return new RiskCurve(fitted.weights()[0], fitted.intercepts()[0]);
    }
    double rate = BaseRate.of(column, 0).risk();
    return new RiskCurve(0, Math.log(rate / (1 - rate)));
  }

  double risk(double score) {
    return Teacher.probability(intercept + slope * score);
  }
}
