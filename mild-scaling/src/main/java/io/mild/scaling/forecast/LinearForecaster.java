package io.mild.scaling.forecast;

/**
 * The change to be expected, linear in the latest values and in the time of the season:
 *
 * <pre>{@code
 * y[t + h] = y[t] + b + w_0 y[t] + Σ w_i (y[t − i] − y[t]) + Σ u_k sin(2πk (t + h) / m) + v_k cos(2πk (t + h) / m)
 * }</pre>
 *
 * <p>See {@link LinearTrainer}. Not thread-safe.
 */
public final class LinearForecaster implements PointForecaster {
  private final LinearInputs inputs;
  private final double[] weights; // [inputs]
  private final double intercept;

  LinearForecaster(LinearInputs inputs, double[] weights, double intercept) {
    this.inputs = inputs;
    this.weights = weights;
    this.intercept = intercept;
  }

  /** One with the same weights that has seen nothing yet: for another series, or another thread. */
  public LinearForecaster fresh() {
    return new LinearForecaster(inputs.fresh(), weights, intercept);
  }

  @Override
  public int lead() {
    return inputs.lead();
  }

  @Override
  public void observe(long slot, double value) {
    inputs.observe(slot, value);
  }

  @Override
  public double predict() {
    double[] row = inputs.row();
    double change = intercept;
    for (int i = 0; i < row.length; i++) {
      change += weights[i] * row[i];
    }
    return inputs.latest() + change;
  }
}
