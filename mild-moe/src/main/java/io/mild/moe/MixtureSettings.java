package io.mild.moe;

import java.util.List;

/**
 * How a mixture of experts is built and trained.
 *
 * @param encoder widths of the encoder's layers
 * @param gate width of the gate's hidden layer
 * @param expert width of each expert
 * @param loss the loss's weights
 * @param learningRate Adam's, above 0
 * @param batch rows of a step, at least 1
 * @param maxEpochs at most so many passes over the rows, at least 1
 * @param patience epochs without a lower validation loss before training stops, at least 1
 * @param seed of the initial weights and of the rows' order
 */
public record MixtureSettings(
    List<Integer> encoder,
    int gate,
    int expert,
    HybridLoss loss,
    double learningRate,
    int batch,
    int maxEpochs,
    int patience,
    long seed) {

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public MixtureSettings {
    encoder = List.copyOf(encoder);
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learningRate must be above 0, but was " + learningRate);
    }
    atLeastOne("batch", batch);
    atLeastOne("maxEpochs", maxEpochs);
    atLeastOne("patience", patience);
  }

  /** The paper's: Adam 1e-3, batch 512, at most 30 epochs, patience 8, seed 42. */
  public static MixtureSettings paper() {
    MixtureShape sizes = MixtureShape.paper(1, 1);
    return new MixtureSettings(
        sizes.encoder(), sizes.gate(), sizes.expert(), HybridLoss.paper(), 1e-3, 512, 30, 8, 42);
  }

  /** The same with another loss. */
  public MixtureSettings withLoss(HybridLoss loss) {
    return new MixtureSettings(
        encoder, gate, expert, loss, learningRate, batch, maxEpochs, patience, seed);
  }

  /** The same with another batch size. */
  public MixtureSettings withBatch(int batch) {
    return new MixtureSettings(
        encoder, gate, expert, loss, learningRate, batch, maxEpochs, patience, seed);
  }

  /** The same with another number of epochs. */
  public MixtureSettings withMaxEpochs(int maxEpochs) {
    return new MixtureSettings(
        encoder, gate, expert, loss, learningRate, batch, maxEpochs, patience, seed);
  }

  /** The same with another seed. */
  public MixtureSettings withSeed(long seed) {
    return new MixtureSettings(
        encoder, gate, expert, loss, learningRate, batch, maxEpochs, patience, seed);
  }

  MixtureShape shape(int features, int intents) {
    return new MixtureShape(features, intents, encoder, gate, expert);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
  }
}
