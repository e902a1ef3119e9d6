package io.mild.benchmarks.rivals;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleConsumer;

/**
 * A way to foretell failures: it learns from a fold's history and then scores rows.
 *
 * <p>Immutable: several threads may train with one predictor at the same time.
 */
public interface Predictor {
  /**
   * Learns from the fold's fit rows; the validation rows are for early stopping and calibration.
   * Two trainings on one fold give the same model.
   *
   * @param progress told now and then the share of the training that is done, 0 to 1
   * @throws CancellationException if the thread is interrupted
   */
  Trained train(Fold fold, DoubleConsumer progress);

  /** What it was set to, for a report: names and plain values. */
  Map<String, Object> settings();

  /** What a training gave. */
  interface Trained {
    /** Scores the fold's rows from the first validation row to the last of the test block. */
    Prediction score(Fold fold);
  }
}
