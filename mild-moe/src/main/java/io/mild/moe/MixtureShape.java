package io.mild.moe;

import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of a mixture of experts, and the one place that lays its parameters out in a vector.
 *
 * <p>{@code h = encoder(x)}, {@code g = softmax(gate([d; h]))}, {@code p_i = σ(head_i(g_i ·
 * expert_i(h)))}: the encoder is a chain of ReLU layers, the gate has one hidden ReLU layer, an
 * expert is one ReLU layer, a head is linear and has an output a horizon. Without the coupling,
 * {@code p_i = σ(head_i(expert_i(h)))}. For multiple root causes, {@code g = σ(gate([d; h]))}, each
 * intent by itself.
 *
 * @param features length D' of a row x, at least 1
 * @param intents number K of intents, at least 1
 * @param encoder widths of the encoder's layers, first to last; not empty, each at least 1
 * @param gate width of the gate's hidden layer, at least 1
 * @param expert width of each expert, at least 1
 * @param coupled whether the gate multiplies the experts, as in the paper
 * @param horizons number n of horizons, at least 1
 * @param multipleRootCauses whether g is K independent probabilities, of which any number may be
 *     high, instead of a distribution over the intents
 * @param commonExpert whether all heads read one expert, K times as wide, instead of each its own:
 *     as many units, which no intent has to itself (the shared bottom of Caruana 1997)
 */
public record MixtureShape(
    int features,
    int intents,
    List<Integer> encoder,
    int gate,
    int expert,
    boolean coupled,
    int horizons,
    boolean multipleRootCauses,
    boolean commonExpert) {

  /**
   * @throws IllegalArgumentException if a size is below 1 or {@code encoder} is empty
   */
  public MixtureShape {
    encoder = List.copyOf(encoder);
    atLeastOne("features", features);
    atLeastOne("intents", intents);
    atLeastOne("gate", gate);
    atLeastOne("expert", expert);
    atLeastOne("horizons", horizons);
    if (encoder.isEmpty()) {
      throw new IllegalArgumentException("encoder must have at least one layer");
    }
    encoder.forEach(width -> atLeastOne("encoder width", width));
  }

  /**
   * For one root cause and an expert an intent, as in the paper.
   *
   * @throws IllegalArgumentException if a size is below 1 or {@code encoder} is empty
   */
  public MixtureShape(
      int features,
      int intents,
      List<Integer> encoder,
      int gate,
      int expert,
      boolean coupled,
      int horizons) {
    this(features, intents, encoder, gate, expert, coupled, horizons, false, false);
  }

  /**
   * The paper's form: coupled, one horizon, one root cause.
   *
   * @throws IllegalArgumentException if a size is below 1 or {@code encoder} is empty
   */
  public MixtureShape(int features, int intents, List<Integer> encoder, int gate, int expert) {
    this(features, intents, encoder, gate, expert, true, 1);
  }

  /** The paper's sizes: encoder D'-64-64, gate 32, experts 32. */
  public static MixtureShape paper(int features, int intents) {
    return new MixtureShape(features, intents, List.of(64, 64), 32, 32);
  }

  /** How many root causes the gate tells of. */
  public RootCauses rootCauses() {
    return multipleRootCauses ? RootCauses.MULTIPLE : RootCauses.ONE;
  }

  /** The width of h, the encoder's output. */
  public int hidden() {
    return encoder.get(encoder.size() - 1);
  }

  /** n·K, the number of risks. */
  public int risks() {
    return horizons * intents;
  }

  /** The number of units of all experts together. */
  public int expertUnits() {
    return intents * expert;
  }

  /** The number of units that a head reads, which are those of its expert. */
  public int headInputs() {
    return commonExpert ? expertUnits() : expert;
  }

  /** The first of all experts' units that an intent's head reads. */
  public int firstHeadInput(int intent) {
    return commonExpert ? 0 : intent * expert;
  }

  /** The number of parameters. */
  public int parameterCount() {
    Block last = headBias();
    return last.offset() + last.length();
  }

  /** The parameters, block after block in the vector's order. */
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    int offset = 0;
    int width = features;
    for (int layer = 0; layer < encoder.size(); layer++) {
      offset = add(blocks, "encoder." + layer, offset, width + 1, encoder.get(layer));
      width = encoder.get(layer);
    }
    offset = add(blocks, "gate.hidden", offset, intents + width + 1, gate);
    offset = add(blocks, "experts", offset, width + 1, expertUnits());
    offset = add(blocks, "gate.output", offset, gate + 1, intents);
    offset = add(blocks, "heads", offset, Math.multiplyExact(intents, headInputs()), horizons);
    add(blocks, "heads.bias", offset, intents, horizons);
    return blocks;
  }

  /** The weights of an encoder's layer, the first being 0. */
  public Block encoderLayer(int layer) {
    return blocks().get(layer);
  }

  /** The weights of the gate's hidden layer. */
  public Block gateHidden() {
    return blocks().get(encoder.size());
  }

  /** The weights of all experts. */
  public Block experts() {
    return blocks().get(encoder.size() + 1);
  }

  /** The weights of the gate's output. */
  public Block gateOutput() {
    return blocks().get(encoder.size() + 2);
  }

  /** The heads' weights. */
  public Block heads() {
    return blocks().get(encoder.size() + 3);
  }

  /** The heads' biases. */
  public Block headBias() {
    return blocks().get(encoder.size() + 4);
  }

  private static int add(List<Block> blocks, String name, int offset, int rows, int columns) {
    blocks.add(new Block(name, offset, rows, columns));
    return Math.addExact(offset, Math.multiplyExact(rows, columns));
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
  }

  /**
   * A matrix within the parameter vector, column after column (Fortran order, DL4J's own).
   *
   * <p>Inputs are rows and outputs are columns; of a layer with a bias the last row is the bias.
   * The rows of {@code gate.hidden} are [prior d; h; bias]; the columns of {@code experts} are
   * expert after expert; the rows of {@code heads} are head after head; the columns of {@code
   * heads} and {@code heads.bias} are the horizons, longest first.
   *
   * @param name for files and messages
   * @param offset index of the first value in the vector
   * @param rows number of rows
   * @param columns number of columns
   */
  public record Block(String name, int offset, int rows, int columns) {
    /** The number of values. */
    public int length() {
      return rows * columns;
    }
  }
}
