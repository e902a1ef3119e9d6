package io.mild.moe;

import io.mild.moe.MixtureShape.Block;
import java.util.Arrays;

/**
 * A layer of fixed weights, evaluated for one row at a time: {@code outputs = bias + weightsᵀ ·
 * inputs}, in single precision. Terms are added in the order of the inputs, each product rounded by
 * itself, as a {@link io.mild.moe.internal.kernel.Kernel} does for many rows; one that is zero, and
 * left out, changes nothing.
 *
 * <p>Each input's weights are an array of their own, and four inputs are taken in one pass over the
 * outputs. Both matter: a loop in which arrays are indexed by the output alone is what the JIT
 * makes vector instructions of (offsets into one long array are in its way: three times slower at
 * 64 × 128 weights), and each output is loaded and stored once for four products. One array would
 * not come from memory any faster: allocated one after another, these lie side by side.
 */
final class DenseLayer {
  private final float[][] weights; // [input][output]
  private final float[] bias;

  /**
   * @param rows {@code [inputs + 1][outputs]}, the last being the bias; not copied
   */
  DenseLayer(float[][] rows) {
    this.weights = Arrays.copyOf(rows, rows.length - 1);
    this.bias = rows[rows.length - 1];
  }

  /** A block of a parameter vector, row by row. */
  static float[][] rows(Block block, float[] parameters) {
    float[][] rows = new float[block.rows()][block.columns()];
    for (int row = 0; row < block.rows(); row++) {
      for (int column = 0; column < block.columns(); column++) {
        rows[row][column] = parameters[block.offset() + column * block.rows() + row];
      }
    }
    return rows;
  }

  /** A block of a parameter vector, column by column: an output's weights, the bias last. */
  static float[][] columns(Block block, float[] parameters) {
    float[][] columns = new float[block.columns()][];
    for (int column = 0; column < block.columns(); column++) {
      int from = block.offset() + column * block.rows();
      columns[column] = Arrays.copyOfRange(parameters, from, from + block.rows());
    }
    return columns;
  }

  /** Two layers of the same inputs as one: the outputs of the first, then those of the second. */
  static float[][] beside(float[][] first, float[][] second) {
    float[][] rows = new float[first.length][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOf(first[row], first[row].length + second[row].length);
      System.arraycopy(second[row], 0, rows[row], first[row].length, second[row].length);
    }
    return rows;
  }

  /** outputs = bias. */
  void begin(float[] outputs) {
    System.arraycopy(bias, 0, outputs, 0, bias.length);
  }

  /** outputs += weightsᵀ · inputs, of which the first is at an index. */
  void add(float[] inputs, int from, float[] outputs) {
    int count = weights.length;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      int at = from + i;
      addFour(
          weights[i],
          weights[i + 1],
          weights[i + 2],
          weights[i + 3],
          inputs[at],
          inputs[at + 1],
          inputs[at + 2],
          inputs[at + 3],
          outputs);
    }
    for (; i < count; i++) {
      addOne(weights[i], inputs[from + i], outputs);
    }
  }

  /** outputs += weightsᵀ · inputs, of which all but the active ones are zero. */
  void add(ActiveUnits inputs, float[] outputs) {
    int count = inputs.count;
    int[] index = inputs.index;
    float[] units = inputs.units;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      int a = index[i];
      int b = index[i + 1];
      int c = index[i + 2];
      int d = index[i + 3];
      addFour(
          weights[a],
          weights[b],
          weights[c],
          weights[d],
          units[a],
          units[b],
          units[c],
          units[d],
          outputs);
    }
    for (; i < count; i++) {
      addOne(weights[index[i]], units[index[i]], outputs);
    }
  }

  private static void addFour(
      float[] wa,
      float[] wb,
      float[] wc,
      float[] wd,
      float a,
      float b,
      float c,
      float d,
      float[] outputs) {
    for (int j = 0; j < wa.length; j++) {
      outputs[j] = outputs[j] + a * wa[j] + b * wb[j] + c * wc[j] + d * wd[j];
    }
  }

  private static void addOne(float[] w, float value, float[] outputs) {
    for (int j = 0; j < w.length; j++) {
      outputs[j] += value * w[j];
    }
  }
}
