package io.mild.scaling.forecast;

import java.util.Arrays;

/**
 * The change to be expected, by a long short-term memory over the latest values (Hochreiter and
 * Schmidhuber 1997) and a linear output. The weights are DL4J's, the arithmetic is pure Java and
 * takes some ten microseconds.
 *
 * <pre>{@code
 * a = tanh(..), f, o, i = σ(W x + R h + b)     c = f c + i a     h = o tanh(c)
 * }</pre>
 *
 * <p>See {@link LstmTrainer}. Not thread-safe.
 */
public final class LstmForecaster implements PointForecaster {
  private static final int GATES = 4;

  private final LstmInputs inputs;
  private final Weights weights;
  private final double[] row;
  private final double[] sums; // [gates × cells]: a, f, o, i
  private final double[] hidden;
  private final double[] memory;

  /**
   * What was trained, in DL4J's order of gates: input activation, forget, output, input.
   *
   * @param input {@code [inputs][4 · cells]}
   * @param recurrent {@code [cells][4 · cells]}
   * @param bias {@code [4 · cells]}
   * @param output {@code [cells]}
   * @param intercept of the output
   */
  record Weights(
      double[][] input, double[][] recurrent, double[] bias, double[] output, double intercept) {}

  LstmForecaster(LstmInputs inputs, Weights weights) {
    this.inputs = inputs;
    this.weights = weights;
    this.row = new double[LstmInputs.WIDTH];
    this.sums = new double[weights.bias.length];
    this.hidden = new double[weights.output.length];
    this.memory = new double[weights.output.length];
  }

  /** One with the same weights that has seen nothing yet: for another series, or another thread. */
  public LstmForecaster fresh() {
    return new LstmForecaster(inputs.fresh(), weights);
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
    if (!inputs.isFull()) {
      return Double.NaN;
    }
    Arrays.fill(hidden, 0);
    Arrays.fill(memory, 0);
    for (int step = 0; step < inputs.steps(); step++) {
      inputs.read(step, row);
      step();
    }
    double change = weights.intercept;
    for (int cell = 0; cell < hidden.length; cell++) {
      change += weights.output[cell] * hidden[cell];
    }
    return inputs.latest() + inputs.unscaled(change);
  }

  private void step() {
    System.arraycopy(weights.bias, 0, sums, 0, sums.length);
    add(row, weights.input);
    add(hidden, weights.recurrent);
    int cells = sums.length / GATES;
    for (int cell = 0; cell < cells; cell++) {
      double activation = Math.tanh(sums[cell]);
      double forget = sigmoid(sums[cells + cell]);
      double output = sigmoid(sums[2 * cells + cell]);
      double input = sigmoid(sums[3 * cells + cell]);
      memory[cell] = forget * memory[cell] + input * activation;
      hidden[cell] = output * Math.tanh(memory[cell]);
    }
  }

  private void add(double[] values, double[][] matrix) {
    for (int i = 0; i < values.length; i++) {
      double[] line = matrix[i];
      for (int j = 0; j < line.length; j++) {
        sums[j] += values[i] * line[j];
      }
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
