package io.mild.benchmarks.rivals;

import java.util.concurrent.CancellationException;

/** What tells an outcome's probabilities from a row's features alone. */
@FunctionalInterface
interface RowModel {
  /**
   * Scores one row.
   *
   * @param features standardised features; the row's begin at {@code offset}
   * @param probabilities receives one an intent
   */
  void score(float[] features, int offset, double[] probabilities);

  /** Scores the fold's rows from the first validation row on; {@code [intents][rows]}. */
  default double[][] scoredRows(Fold fold) {
    int width = fold.spec().featureCount();
    double[][] scored = new double[fold.intents().size()][fold.scoredRows()];
    double[] probabilities = new double[scored.length];
    for (int row = 0; row < fold.scoredRows(); row++) {
      score(fold.features(), (fold.validationStart() + row) * width, probabilities);
      for (int i = 0; i < scored.length; i++) {
        scored[i][row] = probabilities[i];
      }
    }
    return scored;
  }

  /**
   * Ends a training whose thread was interrupted.
   *
   * @throws CancellationException if it was
   */
  static void requireNotInterrupted() {
    if (Thread.interrupted()) {
      throw new CancellationException("training was interrupted");
    }
  }
}
