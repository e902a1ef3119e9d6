package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import java.util.Arrays;
import java.util.List;

/**
 * How a mixture of experts is built and trained. Immutable; two are equal if all their values are.
 *
 * <pre>{@code
 * MixtureSettings settings = MixtureSettings.recommended().toBuilder().batch(64).seed(7).build();
 * }</pre>
 */
public final class MixtureSettings {
  private final List<Integer> encoder;
  private final int gate;
  private final int expert;
  private final boolean coupled;
  private final boolean multipleRootCauses;
  private final boolean commonExpert;
  private final HybridLoss loss;
  private final double dropout;
  private final double learningRate;
  private final boolean annealed;
  private final double weightDecay;
  private final int batch;
  private final int maxEpochs;
  private final int patience;
  private final long seed;

  private MixtureSettings(Builder builder) {
    encoder = builder.encoder;
    gate = builder.gate;
    expert = builder.expert;
    coupled = builder.coupled;
    multipleRootCauses = builder.multipleRootCauses;
    commonExpert = builder.commonExpert;
    loss = builder.loss;
    dropout = builder.dropout;
    learningRate = builder.learningRate;
    annealed = builder.annealed;
    weightDecay = builder.weightDecay;
    batch = builder.batch;
    maxEpochs = builder.maxEpochs;
    patience = builder.patience;
    seed = builder.seed;
  }

  /** The paper's: coupled, Adam 1e-3, batch 512, at most 30 epochs, patience 8, seed 42. */
  public static MixtureSettings paper() {
    return builder().build();
  }

  /**
   * What was measured to be better: the paper's sizes without the coupling, cross-entropy for heads
   * and gate, dropout 0.2, AdamW with decay 0.01, annealed over 30 epochs.
   */
  public static MixtureSettings recommended() {
    return builder()
        .coupled(false)
        .loss(HybridLoss.crossEntropy())
        .dropout(0.2)
        .weightDecay(0.01)
        .annealed(true)
        .build();
  }

  /** A builder that begins with the {@link #paper() paper's} values. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with these values. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Widths of the encoder's layers. */
  public List<Integer> encoder() {
    return encoder;
  }

  /** Width of the gate's hidden layer. */
  public int gate() {
    return gate;
  }

  /** Width of each expert. */
  public int expert() {
    return expert;
  }

  /** Whether the gate multiplies the experts. */
  public boolean coupled() {
    return coupled;
  }

  /** Whether any number of intents may be root causes at once. */
  public boolean multipleRootCauses() {
    return multipleRootCauses;
  }

  /** Whether all heads read one expert. */
  public boolean commonExpert() {
    return commonExpert;
  }

  /** The loss's weights. */
  public HybridLoss loss() {
    return loss;
  }

  /** Share of each encoder layer's units that a training step leaves out. */
  public double dropout() {
    return dropout;
  }

  /** Adam's, at the first step where annealed. */
  public double learningRate() {
    return learningRate;
  }

  /** Whether the learning rate falls to 0. */
  public boolean annealed() {
    return annealed;
  }

  /** AdamW's λ. */
  public double weightDecay() {
    return weightDecay;
  }

  /** Rows of a step. */
  public int batch() {
    return batch;
  }

  /** At most so many passes over the rows; where annealed, exactly so many. */
  public int maxEpochs() {
    return maxEpochs;
  }

  /** Epochs without a lower validation loss before training stops. */
  public int patience() {
    return patience;
  }

  /** Of the initial weights, of the rows' order and of the dropout. */
  public long seed() {
    return seed;
  }

  MixtureShape shape(int features, int intents, int horizons) {
    return new MixtureShape(
        features,
        intents,
        encoder,
        gate,
        expert,
        coupled,
        horizons,
        multipleRootCauses,
        commonExpert);
  }

  private Object[] values() {
    return new Object[] {
      encoder,
      gate,
      expert,
      coupled,
      multipleRootCauses,
      commonExpert,
      loss,
      dropout,
      learningRate,
      annealed,
      weightDecay,
      batch,
      maxEpochs,
      patience,
      seed
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MixtureSettings that && Arrays.equals(values(), that.values());
  }

  /** Of the values alone, and so the same in every process: checkpoints are told apart by it. */
  @Override
  public int hashCode() {
    int hash = 0;
    for (Object value : values()) {
      hash = 31 * hash + value.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return "MixtureSettings" + Arrays.toString(values());
  }

  /** Settings in the making. Not thread-safe. */
  public static final class Builder {
    private List<Integer> encoder;
    private int gate;
    private int expert;
    private boolean coupled = true;
    private boolean multipleRootCauses;
    private boolean commonExpert;
    private HybridLoss loss = HybridLoss.paper();
    private double dropout;
    private double learningRate = 1e-3;
    private boolean annealed;
    private double weightDecay;
    private int batch = 512;
    private int maxEpochs = 30;
    private int patience = 8;
    private long seed = 42;

    private Builder() {
      MixtureShape sizes = MixtureShape.paper(1, 1);
      encoder = sizes.encoder();
      gate = sizes.gate();
      expert = sizes.expert();
    }

    private Builder(MixtureSettings settings) {
      encoder = settings.encoder;
      gate = settings.gate;
      expert = settings.expert;
      coupled = settings.coupled;
      multipleRootCauses = settings.multipleRootCauses;
      commonExpert = settings.commonExpert;
      loss = settings.loss;
      dropout = settings.dropout;
      learningRate = settings.learningRate;
      annealed = settings.annealed;
      weightDecay = settings.weightDecay;
      batch = settings.batch;
      maxEpochs = settings.maxEpochs;
      patience = settings.patience;
      seed = settings.seed;
    }

    /**
     * Widths of the encoder's layers, first to last.
     *
     * @throws IllegalArgumentException if there is none or one is below 1
     */
    public Builder encoder(List<Integer> widths) {
      if (widths.isEmpty() || widths.stream().anyMatch(width -> width < 1)) {
        throw new IllegalArgumentException(
            "encoder must have at least one layer, each at least 1 wide, but was " + widths);
      }
      encoder = List.copyOf(widths);
      return this;
    }

    /**
     * Width of the gate's hidden layer.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder gate(int width) {
      gate = atLeastOne("gate", width);
      return this;
    }

    /**
     * Width of each expert.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder expert(int width) {
      expert = atLeastOne("expert", width);
      return this;
    }

    /**
     * Whether the gate multiplies the experts, as in the paper; if not, the gate learns from its
     * own loss only.
     */
    public Builder coupled(boolean coupled) {
      this.coupled = coupled;
      return this;
    }

    /**
     * Whether any number of intents may be root causes at once, which the gate then tells each by
     * itself; if not, it tells of one, as in the paper.
     */
    public Builder multipleRootCauses(boolean multipleRootCauses) {
      this.multipleRootCauses = multipleRootCauses;
      return this;
    }

    /**
     * Whether all heads read one expert, as wide as all would be together; if not, each has its
     * own, as in the paper.
     */
    public Builder commonExpert(boolean commonExpert) {
      this.commonExpert = commonExpert;
      return this;
    }

    /** The loss's weights. */
    public Builder loss(HybridLoss loss) {
      this.loss = loss;
      return this;
    }

    /**
     * Share of each encoder layer's units that a training step leaves out; used to 16 binary digits
     * (Srivastava et al. 2014, what is left scaled up).
     *
     * @throws IllegalArgumentException if it is not at least 0 and below 1
     */
    public Builder dropout(double share) {
      if (!(share >= 0 && share < 1)) {
        throw new IllegalArgumentException(
            "dropout must be at least 0 and below 1, but was " + share);
      }
      dropout = share;
      return this;
    }

    /**
     * Adam's learning rate.
     *
     * @throws IllegalArgumentException if it is not above 0 and finite
     */
    public Builder learningRate(double rate) {
      if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("learningRate must be above 0, but was " + rate);
      }
      learningRate = rate;
      return this;
    }

    /**
     * Whether the learning rate falls linearly to 0, step by step over all of the epochs: then
     * there is no early stopping, and the last epoch's weights are kept.
     */
    public Builder annealed(boolean annealed) {
      this.annealed = annealed;
      return this;
    }

    /**
     * λ of AdamW (Loshchilov and Hutter 2019): after each of Adam's updates each weight shrinks by
     * {@code learningRate · λ} of itself, annealed with it. Biases don't, whereas PyTorch's AdamW
     * decays all that it is given. 0 is Adam.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Builder weightDecay(double lambda) {
      if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("weightDecay must be at least 0, but was " + lambda);
      }
      weightDecay = lambda;
      return this;
    }

    /**
     * Rows of a step.
     *
     * @throws IllegalArgumentException if they are below 1
     */
    public Builder batch(int rows) {
      batch = atLeastOne("batch", rows);
      return this;
    }

    /**
     * At most so many passes over the rows; where annealed, exactly so many.
     *
     * @throws IllegalArgumentException if they are below 1
     */
    public Builder maxEpochs(int epochs) {
      maxEpochs = atLeastOne("maxEpochs", epochs);
      return this;
    }

    /**
     * Epochs without a lower validation loss before training stops.
     *
     * @throws IllegalArgumentException if they are below 1
     */
    public Builder patience(int epochs) {
      patience = atLeastOne("patience", epochs);
      return this;
    }

    /** Of the initial weights, of the rows' order and of the dropout. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /** The settings; the builder may go on. */
    public MixtureSettings build() {
      return new MixtureSettings(this);
    }

    private static int atLeastOne(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
      }
      return value;
    }
  }
}
