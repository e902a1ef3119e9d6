package io.mild.moe;

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

  private final DenseLayer[] encoder;
  private final DenseLayer prior; // from d to the gate's hidden units
  private final DenseLayer gateAndExperts; // from h to the gate's hidden units, then the experts'
  private final DenseLayer gateOutput;
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
    this.encoder = new DenseLayer[shape.encoder().size()];
    for (int layer = 0; layer < encoder.length; layer++) {
      encoder[layer] = new DenseLayer(DenseLayer.rows(shape.encoderLayer(layer), parameters));
    }
    float[][] gateHidden = DenseLayer.rows(shape.gateHidden(), parameters); // [d; h; bias]
    float[][] fromHidden = Arrays.copyOfRange(gateHidden, shape.intents(), gateHidden.length);
    this.prior = new DenseLayer(Arrays.copyOf(gateHidden, shape.intents() + 1)); // last row unused
    this.gateAndExperts =
        new DenseLayer(DenseLayer.beside(fromHidden, DenseLayer.rows(shape.experts(), parameters)));
    this.gateOutput = new DenseLayer(DenseLayer.rows(shape.gateOutput(), parameters));
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

  /**
   * The mixture that tells an intent's risk within the longest horizon, and nothing else: without
   * the other experts, and with a gate of one unit.
   *
   * @throws IllegalStateException if the risk hangs on the gate, or the heads share their expert
   */
  MixtureOfExperts ofIntent(int intent) {
    if (shape.coupled() || shape.commonExpert()) {
      throw new IllegalStateException("the intents' risks hang on one another");
    }
    MixtureShape one =
        new MixtureShape(shape.features(), 1, shape.encoder(), 1, shape.expert(), false, 1);
    float[] own = new float[one.parameterCount()];
    for (int layer = 0; layer < encoder.length; layer++) {
      Block block = shape.encoderLayer(layer);
      copy(block, 0, own, one.encoderLayer(layer), block.length());
    }
    int expert = shape.expert();
    int column = shape.experts().rows();
    copy(shape.experts(), intent * expert * column, own, one.experts(), expert * column);
    copy(shape.heads(), shape.firstHeadInput(intent), own, one.heads(), expert);
    copy(shape.headBias(), intent, own, one.headBias(), 1);
    return new MixtureOfExperts(one, own);
  }

  private void copy(Block from, int first, float[] to, Block block, int count) {
    System.arraycopy(parameters, from.offset() + first, to, block.offset(), count);
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
    int intents = shape.intents();
    for (int view = 0; view < scratch.views; view++) {
      ActiveUnits hidden = scratch.encoded[0];
      encoder[0].begin(hidden.units);
      encoder[0].add(x, offset + view * shape.features(), hidden.units);
      hidden.select(hidden.units.length);
      for (int layer = 1; layer < encoder.length; layer++) {
        ActiveUnits units = scratch.encoded[layer];
        encoder[layer].begin(units.units);
        encoder[layer].add(hidden, units.units);
        units.select(units.units.length);
        hidden = units;
      }
      ActiveUnits units = scratch.gateAndExpert;
      gateAndExperts.begin(units.units);
      this.prior.add(prior, view * intents, units.units);
      gateAndExperts.add(hidden, units.units);
      units.select(shape.gate());
      gateOutput.begin(scratch.gateOutput);
      gateOutput.add(units, scratch.gateOutput);
      System.arraycopy(scratch.gateOutput, 0, scratch.gateLogits, view * intents, intents);
      for (int output = 0; output < shape.risks(); output++) {
        scratch.sums[output * scratch.views + view] = head(output, units);
      }
    }
    answer(scratch, risks, gate);
  }

  /** From a row's logits of the gate and its heads' weighted sums. */
  private void answer(Scratch scratch, double[] risks, double[] gate) {
    int intents = scratch.gateLogits.length;
    shape.rootCauses().gate(scratch.gateLogits, gate);
    for (int output = 0; output < scratch.sums.length; output++) {
      double factor = shape.coupled() ? gate[output % intents] : 1;
      float bias = headBias[output / scratch.views];
      double step = Probabilities.sigmoid(factor * scratch.sums[output] + bias);
      risks[output] = output < intents ? step : risks[output - intents] * step;
    }
  }

  /** Four sums side by side, for a single one would wait for each of its additions. */
  private float head(int output, ActiveUnits units) {
    int unit = shape.gate() + shape.firstHeadInput(output % shape.intents());
    int weight = output * shape.headInputs();
    int end = weight + shape.headInputs();
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (; weight + 4 <= end; weight += 4, unit += 4) {
      a += heads[weight] * units.rectified(unit);
      b += heads[weight + 1] * units.rectified(unit + 1);
      c += heads[weight + 2] * units.rectified(unit + 2);
      d += heads[weight + 3] * units.rectified(unit + 3);
    }
    for (; weight < end; weight++, unit++) {
      a += heads[weight] * units.rectified(unit);
    }
    return a + b + (c + d);
  }

  private float[] columnAfterColumn(Block block) {
    return Arrays.copyOfRange(parameters, block.offset(), block.offset() + block.length());
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
    private final ActiveUnits[] encoded; // of each layer
    private final ActiveUnits gateAndExpert;
    private final float[] gateOutput;
    private final float[] gateLogits; // of all views
    private final float[] sums; // [horizon][intent or view]

    private Scratch(MixtureShape shape, int views) {
      this.views = views;
      this.encoded = shape.encoder().stream().map(ActiveUnits::new).toArray(ActiveUnits[]::new);
      this.gateAndExpert = new ActiveUnits(shape.gate() + shape.expertUnits());
      this.gateOutput = new float[shape.intents()];
      this.gateLogits = new float[views * shape.intents()];
      this.sums = new float[views * shape.risks()];
    }
  }
}
