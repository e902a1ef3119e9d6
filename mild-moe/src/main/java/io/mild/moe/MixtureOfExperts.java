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
 * <p>A mixture of one intent can be shared by many: each intent has a view of the row, and with the
 * view's own x and d
 *
 * <pre>{@code
 * h_i = encoder(x_i)
 * g   = softmax over i of gate([d_i; h_i])
 * p_i = σ(head(g_i · expert(h_i)))
 * }</pre>
 *
 * <p>so that what is learned of one intent serves all.
 *
 * <p>For multiple root causes, a σ of each intent's own logit stands in both places of the softmax.
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
  private final float[] heads; // [horizon][intent × its expert's units]
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
    return newScratch(1);
  }

  /**
   * Working memory to score so many views of a row.
   *
   * @throws IllegalArgumentException if there are several, and this is not a mixture of one intent
   */
  public Scratch newScratch(int views) {
    if (views < 1 || views > 1 && shape.intents() > 1) {
      throw new IllegalArgumentException(
          "a mixture of " + shape.intents() + " intents can't be shared by " + views + " views");
    }
    return new Scratch(shape, views);
  }

  /**
   * Scores one row.
   *
   * @param x standardised features; D' values from {@code offset}, view after view
   * @param offset where the row begins
   * @param prior the teacher's prior d, K probabilities
   * @param risks receives n·K risks, horizon after horizon, the longest first: the risk of intent i
   *     within horizon j at {@code j·K + i}; each 0 to 1
   * @param gate receives K probabilities, which sum to one but for multiple root causes
   * @param scratch working memory of this model, and for the row's number of views
   */
  public void score(
      float[] x, int offset, float[] prior, double[] risks, double[] gate, Scratch scratch) {
    for (int view = 0; view < scratch.views; view++) {
      score(view, x, offset + view * shape.features(), prior, scratch);
    }
    shape.rootCauses().gate(scratch.gateLogits, gate);
    int intents = gate.length;
    for (int output = 0; output < risks.length; output++) {
      int intent = output % intents;
      double factor = shape.coupled() ? gate[intent] : 1;
      float bias = headBias[output / scratch.views];
      double step = Probabilities.sigmoid(factor * scratch.sums[output] + bias);
      risks[output] = output < intents ? step : risks[output - intents] * step;
    }
  }

  /** Leaves a view's logits of the gate and its heads' weighted sums. */
  private void score(int view, float[] x, int offset, float[] prior, Scratch scratch) {
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

    int intents = shape.intents();
    float[] gateActivation = scratch.gateActivation;
    bias(gateHidden, intents + width, gateActivation);
    accumulate(gateHidden, 0, prior, view * intents, intents, gateActivation);
    accumulate(gateHidden, intents, input, 0, width, gateActivation);
    rectify(gateActivation);
    bias(gateOutput, shape.gate(), scratch.gateOutput);
    accumulate(gateOutput, 0, gateActivation, 0, shape.gate(), scratch.gateOutput);
    System.arraycopy(scratch.gateOutput, 0, scratch.gateLogits, view * intents, intents);

    float[] expertActivation = scratch.expertActivation;
    bias(experts, width, expertActivation);
    accumulate(experts, 0, input, 0, width, expertActivation);
    rectify(expertActivation);
    for (int output = 0, w = 0; output < shape.risks(); output++) {
      float sum = 0;
      int first = shape.firstHeadInput(output % intents);
      for (int j = first, end = j + shape.headInputs(); j < end; j++, w++) {
        sum += expertActivation[j] * heads[w];
      }
      scratch.sums[output * scratch.views + view] = sum;
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
    private final int views;
    private final float[][] encoded;
    private final float[] gateActivation;
    private final float[] gateOutput;
    private final float[] gateLogits; // of all views
    private final float[] expertActivation;
    private final float[] sums; // [horizon][intent or view]

    private Scratch(MixtureShape shape, int views) {
      this.views = views;
      this.encoded =
          shape.encoder().stream().map(width -> new float[width]).toArray(float[][]::new);
      this.gateActivation = new float[shape.gate()];
      this.gateOutput = new float[shape.intents()];
      this.gateLogits = new float[views * shape.intents()];
      this.expertActivation = new float[shape.expertUnits()];
      this.sums = new float[views * shape.risks()];
    }
  }
}
