package io.mild.training.departures;

import io.mild.moe.Probabilities;
import java.util.Arrays;

/**
 * {@code Σ w_n · log-loss(y_n, o_n + x_n·θ + b) + λ/2 · ‖θ − θ₀‖²}; the intercept b, the last
 * parameter, bears no penalty.
 */
@SuppressWarnings("serial") // Smile's functions are, for no reason of ours
final class RidgeLogisticLoss extends PenalisedLoss {
  private final double[][] rows;
  private final double[] offsets;
  private final boolean[] outcomes;
  private final double[] weights;
  private final double penalty;
  private final double prior;

  /**
   * @param rows x, {@code [n][parameters]}
   * @param offsets o
   * @param outcomes y
   * @param weights w
   * @param penalty λ
   * @param prior θ₀, the same of all
   */
  RidgeLogisticLoss(
      double[][] rows,
      double[] offsets,
      boolean[] outcomes,
      double[] weights,
      double penalty,
      double prior) {
    this.rows = rows;
    this.offsets = offsets;
    this.outcomes = outcomes;
    this.weights = weights;
    this.penalty = penalty;
    this.prior = prior;
  }

  @Override
  int size() {
    return rows[0].length + 1;
  }

  @Override
  double[] start() {
    double[] start = super.start();
    Arrays.fill(start, 0, start.length - 1, prior);
    return start;
  }

  @Override
  public double g(double[] parameters, double[] gradient) {
    int width = parameters.length - 1;
    double loss = 0;
    for (int j = 0; j < width; j++) {
      double from = parameters[j] - prior;
      loss += penalty / 2 * from * from;
      gradient[j] = penalty * from;
    }
    gradient[width] = 0;
    for (int n = 0; n < rows.length; n++) {
      double[] row = rows[n];
      double z = offsets[n] + parameters[width];
      for (int j = 0; j < width; j++) {
        z += parameters[j] * row[j];
      }
      loss -= weights[n] * Probabilities.logSigmoid(outcomes[n] ? z : -z);
      double slope = weights[n] * (Probabilities.sigmoid(z) - (outcomes[n] ? 1 : 0));
      for (int j = 0; j < width; j++) {
        gradient[j] += slope * row[j];
      }
      gradient[width] += slope;
    }
    return loss;
  }
}
