package io.mild.training.mixture;

import java.util.function.Supplier;

/**
 * When a training ends and which of its weights are kept: those of the epoch of the lowest loss on
 * validation rows, once that has not fallen for a number of epochs (Prechelt, 1998), or the last
 * epoch's where the loss has no say.
 *
 * <pre>{@code
 * while (stopping.goesOn()) {
 *   // one epoch
 *   stopping.accept(loss, () -> network.params().toFloatVector());
 * }
 * return stopping.best();
 * }</pre>
 *
 * <p>Not thread-safe: one belongs to one training.
 *
 * @param <W> weights, in any form that later epochs leave as it is
 */
public final class EarlyStopping<W> {
  private final int maxEpochs;
  private final int patience;
  private final boolean lastCounts;
  private int epochs;
  private int bestEpoch;
  private double lowestLoss = Double.POSITIVE_INFINITY;
  private W best;

  private EarlyStopping(int maxEpochs, int patience, boolean lastCounts, W initial) {
    atLeastOne("maxEpochs", maxEpochs);
    atLeastOne("patience", patience);
    this.maxEpochs = maxEpochs;
    this.patience = patience;
    this.lastCounts = lastCounts;
    this.best = initial;
  }

  /**
   * Of a training that stops early.
   *
   * @param maxEpochs at most so many, at least 1
   * @param patience epochs without a lower loss before it stops, at least 1
   * @param initial weights, the best before the first epoch, of whatever loss
   * @throws IllegalArgumentException if a number is below 1
   */
  public static <W> EarlyStopping<W> after(int maxEpochs, int patience, W initial) {
    return new EarlyStopping<>(maxEpochs, patience, false, initial);
  }

  /**
   * Of a training that goes through all epochs, as one does whose learning rate falls to 0: the
   * last weights are kept.
   *
   * @param maxEpochs at least 1
   * @param initial weights before the first epoch
   * @throws IllegalArgumentException if {@code maxEpochs} are below 1
   */
  public static <W> EarlyStopping<W> never(int maxEpochs, W initial) {
    return new EarlyStopping<>(maxEpochs, maxEpochs, true, initial);
  }

  /**
   * Goes on from where another was, or from a loss that the initial weights have.
   *
   * @param epochs done
   * @param bestEpoch the epoch of the weights that are kept
   * @param lowestLoss theirs
   * @param best weights
   */
  public void resume(int epochs, int bestEpoch, double lowestLoss, W best) {
    this.epochs = epochs;
    this.bestEpoch = bestEpoch;
    this.lowestLoss = lowestLoss;
    this.best = best;
  }

  /** Whether there is to be another epoch. */
  public boolean goesOn() {
    return epochs < maxEpochs && epochs - bestEpoch < patience;
  }

  /**
   * An epoch is done.
   *
   * @param loss on the validation rows after it
   * @param weights asked for if they are to be kept
   * @return whether they are
   * @throws ArithmeticException if the loss is not finite
   */
  public boolean accept(double loss, Supplier<W> weights) {
    epochs++;
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException("the loss is " + loss + " after epoch " + epochs);
    }
    boolean kept = lastCounts || loss < lowestLoss;
    if (kept) {
      lowestLoss = loss;
      bestEpoch = epochs;
      best = weights.get();
    }
    return kept;
  }

  /** Epochs done. */
  public int epochs() {
    return epochs;
  }

  /** The epoch of the weights that are kept, 0 before the first. */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** The loss of the weights that are kept; infinite where it is not known. */
  public double lowestLoss() {
    return lowestLoss;
  }

  /** The weights that are kept. */
  public W best() {
    return best;
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
  }
}
