package io.mild.moe;

import static java.lang.Math.max;

import io.mild.moe.MixtureShape.Block;
import java.util.Arrays;

/**
 * The mixture of experts with fixed weights, scored in plain Java: no native library, no allocation
 * a row.
 *
 * <p>With a standardised feature row x and the teacher's prior d:
 *
 * <pre>{@code
 * h   = encoder(x)
 * g   = softmax(gate([d; h]))         root-cause distribution over the intents
 * p_i = σ(head_i(g_i · expert_i(h)))  risk of intent i
 * }</pre>
 *
 * <p>Without the coupling {@code p_i = σ(head_i(expert_i(h)))}. With horizons H1 &gt; H2 &gt; …,
 * head i has outputs z_1, z_2, …: {@code P(H1) = σ(z_1), P(Hj) = P(Hj−1) · σ(z_j)}, so that the
 * risk within a shorter horizon is never above that within a longer one.
 *
 * <p>Immutable and safe to share between threads; a {@link Scratch} belongs to one thread at a
 * time.
 *
 * @see <a href="https://arxiv.org/abs/2602.14283">MILD, section III: teacher-augmented mixture of
 *     experts</a>
 */
public final class MixtureOfExperts {
  private final MixtureShape shape;
  private final float[] parameters;

  private final float[][] encoder; // [layer][in + 1][out] flat, input after input
  private final float[] gateHidden; // [d; h; 1][gate]
  private final float[] experts; // [h; 1][intent × expert]
  private final float[] gateOutput; // [gate; 1][intent]
  private final float[] heads; // [horizon][intent × expert]
  private final float[] headBias; // [horizon][intent]

  /**
   * @param shape the sizes
   * @param parameters all weights in the order of {@link MixtureShape#blocks()}; copied
   * @throws IllegalArgumentException if the number of parameters is not the shape's or one is not
   *     finite
   */
  public MixtureOfExperts(MixtureShape shape, float[] parameters) {
    if (parameters.length != shape.parameterCount()) {
      throw new IllegalArgumentException(
          "a mixture of this shape has "
              + shape.parameterCount()
              + " parameters, but got "
              + parameters.length);
    }
    for (int i = 0; i < parameters.length; i++) {
      if (!Float.isFinite(parameters[i])) {
        throw new IllegalArgumentException("parameter " + i + " is " + parameters[i]);
      }
    }
    this.shape = shape;
    this.parameters = parameters.clone();
    this.encoder = new float[shape.encoder().size()][];
    for (int layer = 0; layer < encoder.length; layer++) {
      encoder[layer] = inputAfterInput(shape.encoderLayer(layer));
    }
    this.gateHidden = inputAfterInput(shape.gateHidden());
    this.experts = inputAfterInput(shape.experts());
    this.gateOutput = inputAfterInput(shape.gateOutput());
    this.heads = columnAfterColumn(shape.heads());
    this.headBias = columnAfterColumn(shape.headBias());
  }

  /** The sizes. */
  public MixtureShape shape() {
    return shape;
  }

  /** All weights in the order of {@link MixtureShape#blocks()}; a copy. */
  public float[] parameters() {
    return parameters.clone();
  }

  /** Working memory for {@link #score}, for one thread at a time. */
  public Scratch newScratch() {
    return new Scratch(shape);
  }

  /**
   * Scores one row.
   *
   * @param x standardised features; D' values from {@code offset}
   * @param offset where the row begins
   * @param prior the teacher's prior d, K probabilities
   * @param risks receives n·K risks, horizon after horizon, the longest first: the risk of intent i
   *     within horizon j at {@code j·K + i}; each 0 to 1
   * @param gate receives K probabilities that sum to one
   * @param scratch working memory of this model
   */
  public void score(
      float[] x, int offset, float[] prior, double[] risks, double[] gate, Scratch scratch) {
    float[] input = x;
    int from = offset;
    int width = shape.features();
    for (int layer = 0; layer < encoder.length; layer++) {
      float[] output = scratch.encoded[layer];
      bias(encoder[layer], width, output);
      accumulate(encoder[layer], 0, input, from, width, output);
      rectify(output);
      input = output;
      from = 0;
      width = output.length;
    }

    float[] gateActivation = scratch.gateActivation;
    bias(gateHidden, shape.intents() + width, gateActivation);
    accumulate(gateHidden, 0, prior, 0, shape.intents(), gateActivation);
    accumulate(gateHidden, shape.intents(), input, 0, width, gateActivation);
    rectify(gateActivation);
    bias(gateOutput, shape.gate(), scratch.gateLogits);
    accumulate(gateOutput, 0, gateActivation, 0, shape.gate(), scratch.gateLogits);
    Probabilities.softmax(scratch.gateLogits, gate);

    float[] expertActivation = scratch.expertActivation;
    bias(experts, width, expertActivation);
    accumulate(experts, 0, input, 0, width, expertActivation);
    rectify(expertActivation);
    int intents = shape.intents();
    for (int output = 0, w = 0; output < shape.risks(); output++) {
      int intent = output % intents;
      float sum = 0;
      for (int j = intent * shape.expert(), end = j + shape.expert(); j < end; j++, w++) {
        sum += expertActivation[j] * heads[w];
      }
      double factor = shape.coupled() ? gate[intent] : 1;
      double step = Probabilities.sigmoid(factor * sum + headBias[output]);
      risks[output] = output < intents ? step : risks[output - intents] * step;
    }
  }

  private float[] inputAfterInput(Block block) {
    float[] values = new float[block.length()];
    for (int row = 0; row < block.rows(); row++) {
      for (int column = 0; column < block.columns(); column++) {
        values[row * block.columns() + column] =
            parameters[block.offset() + column * block.rows() + row];
      }
    }
    return values;
  }

  private float[] columnAfterColumn(Block block) {
    return Arrays.copyOfRange(parameters, block.offset(), block.offset() + block.length());
  }

  private static void bias(float[] weights, int inputs, float[] output) {
    System.arraycopy(weights, inputs * output.length, output, 0, output.length);
  }

  /**
   * output += weights[firstInput … + inputs]ᵀ · input; the inner loop is what the JIT vectorises.
   */
  private static void accumulate(
      float[] weights, int firstInput, float[] input, int from, int inputs, float[] output) {
    int outputs = output.length;
    for (int i = 0; i < inputs; i++) {
      float value = input[from + i];
      if (value != 0) { // half of all rectified values are zero
        int row = (firstInput + i) * outputs;
        for (int j = 0; j < outputs; j++) {
          output[j] += value * weights[row + j];
        }
      }
    }
  }

  private static void rectify(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = max(values[i], 0);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MixtureOfExperts that
        && shape.equals(that.shape)
        && Arrays.equals(parameters, that.parameters);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(parameters);
  }

  /** Working memory of one scoring thread. */
  public static final class Scratch {
    private final float[][] encoded;
    private final float[] gateActivation;
    private final float[] gateLogits;
    private final float[] expertActivation;

    private Scratch(MixtureShape shape) {
      this.encoded =
          shape.encoder().stream().map(width -> new float[width]).toArray(float[][]::new);
      this.gateActivation = new float[shape.gate()];
      this.gateLogits = new float[shape.intents()];
      this.expertActivation = new float[shape.intents() * shape.expert()];
    }
  }
}
