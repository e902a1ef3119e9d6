package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import java.util.List;

/**
 * How a mixture of experts is built and trained.
 *
 * @param encoder widths of the encoder's layers
 * @param gate width of the gate's hidden layer
 * @param expert width of each expert
 * @param coupled whether the gate multiplies the experts, as in the paper; if not, the gate learns
 *     from its own loss only
 * @param multipleRootCauses whether any number of intents may be root causes at once, which the
 *     gate then tells each by itself; if not, it tells of one, as in the paper
 * @param commonExpert whether all heads read one expert, as wide as all would be together; if not,
 *     each has its own, as in the paper
 * @param loss the loss's weights
 * @param dropout share of each encoder layer's units that a training step leaves out, at least 0
 *     and below 1; used to 16 binary digits (Srivastava et al. 2014, what is left scaled up)
 * @param learningRate Adam's, above 0
 * @param annealed whether the learning rate falls linearly to 0, step by step over all of
 *     maxEpochs: then there is no early stopping, and the last epoch's weights are kept
 * @param weightDecay λ ≥ 0 of AdamW (Loshchilov and Hutter 2019): after each of Adam's updates each
 *     weight shrinks by {@code learningRate · λ} of itself, annealed with it. Biases don't, whereas
 *     PyTorch's AdamW decays all that it is given. 0 is Adam.
 * @param batch rows of a step, at least 1
 * @param maxEpochs at most so many passes over the rows, at least 1; where annealed, exactly so
 *     many
 * @param patience epochs without a lower validation loss before training stops, at least 1
 * @param seed of the initial weights, of the rows' order and of the dropout
 */
public record MixtureSettings(
    List<Integer> encoder,
    int gate,
    int expert,
    boolean coupled,
    boolean multipleRootCauses,
    boolean commonExpert,
    HybridLoss loss,
    double dropout,
    double learningRate,
    boolean annealed,
    double weightDecay,
    int batch,
    int maxEpochs,
    int patience,
    long seed) {

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public MixtureSettings {
    encoder = List.copyOf(encoder);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "dropout must be at least 0 and below 1, but was " + dropout);
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learningRate must be above 0, but was " + learningRate);
    }
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weightDecay must be at least 0, but was " + weightDecay);
    }
    atLeastOne("batch", batch);
    atLeastOne("maxEpochs", maxEpochs);
    atLeastOne("patience", patience);
  }

  /**
   * For one root cause and an expert an intent, as in the paper.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public MixtureSettings(
      List<Integer> encoder,
      int gate,
      int expert,
      boolean coupled,
      HybridLoss loss,
      double dropout,
      double learningRate,
      boolean annealed,
      double weightDecay,
      int batch,
      int maxEpochs,
      int patience,
      long seed) {
    this(
        encoder,
        gate,
        expert,
        coupled,
        false,
        false,
        loss,
        dropout,
        learningRate,
        annealed,
        weightDecay,
        batch,
        maxEpochs,
        patience,
        seed);
  }

  /** The paper's: coupled, Adam 1e-3, batch 512, at most 30 epochs, patience 8, seed 42. */
  public static MixtureSettings paper() {
    MixtureShape sizes = MixtureShape.paper(1, 1);
    return new MixtureSettings(
        sizes.encoder(),
        sizes.gate(),
        sizes.expert(),
        true,
        HybridLoss.paper(),
        0,
        1e-3,
        false,
        0,
        512,
        30,
        8,
        42);
  }

  /**
   * What was measured to be better: the paper's sizes without the coupling, cross-entropy for heads
   * and gate, dropout 0.2, AdamW with decay 0.01, annealed over 30 epochs.
   */
  public static MixtureSettings recommended() {
    return paper()
        .withCoupled(false)
        .withLoss(HybridLoss.crossEntropy())
        .withDropout(0.2)
        .withWeightDecay(0.01)
        .withAnnealed(true);
  }

  /** The same with the gate multiplying the experts, or not. */
  public MixtureSettings withCoupled(boolean coupled) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with any number of root causes, or one. */
  public MixtureSettings withMultipleRootCauses(boolean multipleRootCauses) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with one expert for all heads, or one each. */
  public MixtureSettings withCommonExpert(boolean commonExpert) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with another loss. */
  public MixtureSettings withLoss(HybridLoss loss) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with another dropout. */
  public MixtureSettings withDropout(double dropout) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with another learning rate. */
  public MixtureSettings withLearningRate(double learningRate) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with the learning rate falling to 0, or not. */
  public MixtureSettings withAnnealed(boolean annealed) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with another weight decay. */
  public MixtureSettings withWeightDecay(double weightDecay) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with another batch size. */
  public MixtureSettings withBatch(int batch) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with another number of epochs. */
  public MixtureSettings withMaxEpochs(int maxEpochs) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with another patience. */
  public MixtureSettings withPatience(int patience) {
    return new MixtureSettings(
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
        seed);
  }

  /** The same with another seed. */
  public MixtureSettings withSeed(long seed) {
    return new MixtureSettings(
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
        seed);
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

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
  }
}
