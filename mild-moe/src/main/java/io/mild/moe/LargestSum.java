package io.mild.moe;

import io.mild.moe.MixtureShape.Block;
import java.util.Arrays;

/**
 * How large a sum can get in scoring a row, in whatever order its terms are added: that of the
 * magnitudes of all terms. With inputs within ±a, a layer's output j is within {@code |b_j| + Σ_i
 * |w_ij| a_i}.
 */
final class LargestSum {
  /** Sums below are finite as floats, with room for what rounding adds. */
  static final double SAFE = Float.MAX_VALUE / 2;

  private LargestSum() {}

  /** Of a teacher, with features within ±{@code limit}. */
  static double of(Teacher teacher, double limit) {
    float[] weights = teacher.weights();
    float[] intercepts = teacher.intercepts();
    double largest = 0;
    for (int intent = 0; intent < intercepts.length; intent++) {
      double sum = Math.abs(intercepts[intent]);
      for (int j = 0; j < teacher.features(); j++) {
        sum += Math.abs(weights[intent * teacher.features() + j]) * limit;
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  /** Of a mixture, with features within ±{@code limit} and a prior of probabilities. */
  static double of(MixtureOfExperts mixture, double limit) {
    MixtureShape shape = mixture.shape();
    float[] parameters = mixture.parameters();
    double[] hidden = new double[shape.features()];
    Arrays.fill(hidden, limit);
    double largest = limit;
    for (int layer = 0; layer < shape.encoder().size(); layer++) {
      hidden = outputs(parameters, shape.encoderLayer(layer), hidden);
      largest = Math.max(largest, max(hidden));
    }
    double[] gateInputs = new double[shape.intents() + hidden.length];
    Arrays.fill(gateInputs, 0, shape.intents(), 1);
    System.arraycopy(hidden, 0, gateInputs, shape.intents(), hidden.length);
    double[] gateHidden = outputs(parameters, shape.gateHidden(), gateInputs);
    double[] experts = outputs(parameters, shape.experts(), hidden);
    return max(
        largest,
        max(gateHidden),
        max(outputs(parameters, shape.gateOutput(), gateHidden)),
        max(experts),
        max(outputs(parameters, shape.heads(), experts)));
  }

  /**
   * Of a layer whose last row, beyond the inputs, is the bias; the heads' has a place of its own.
   */
  private static double[] outputs(float[] parameters, Block block, double[] inputs) {
    double[] outputs = new double[block.columns()];
    for (int column = 0; column < outputs.length; column++) {
      for (int row = 0; row < block.rows(); row++) {
        double input = row < inputs.length ? inputs[row] : 1;
        outputs[column] +=
            input * Math.abs(parameters[block.offset() + column * block.rows() + row]);
      }
    }
    return outputs;
  }

  private static double max(double... values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
