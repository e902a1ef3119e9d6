package io.mild;

import io.mild.features.FeatureSet;
import io.mild.features.Standardizer;
import java.util.List;

/** How a preset learns. */
interface Recipe {
  /** The features that it wants, fitted to the fit rows where they need that. */
  FeatureSet features();

  /** Scales the features, as they are in the fit rows. */
  default Standardizer standardizer(Iterable<double[]> fitRows) {
    return Standardizer.fit(fitRows);
  }

  /** Whether what is learned of one intent serves all. */
  default boolean isShared() {
    return false;
  }

  /**
   * Learns.
   *
   * @param standardizer of the fit rows
   * @param rows standardised features of the whole history, {@code [rows × features]}
   * @return what it learned of each horizon, longest first
   */
  List<Learned> learn(Standardizer standardizer, float[] rows);

  /** What was learned of a horizon, and what is to be said of it. */
  record Learned(HorizonModel model, TrainingReport.Horizon report) {}
}
