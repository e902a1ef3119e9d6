package io.mild.features;

import java.time.Duration;
import java.util.List;

/**
 * Which features are made of which KPIs: what a model keeps of its features, and opens streams
 * from.
 *
 * <p>Immutable and thread-safe; equal to another that makes the same features.
 */
public sealed interface FeatureSet permits FeatureSpec, ResidualSpec {
  /** Names of the KPIs, in the order of a row's values. */
  List<String> kpis();

  /** Time from one row to the next. */
  Duration period();

  /** Number of values in a row. */
  default int kpiCount() {
    return kpis().size();
  }

  /** Number of features of a row. */
  int featureCount();

  /** Names of the features, in their order. */
  List<String> featureNames();

  /**
   * Index of the KPI that a feature is made of.
   *
   * @param feature index of the feature, 0 to {@link #featureCount()} - 1
   * @throws IndexOutOfBoundsException if there is no such feature
   */
  int kpiOf(int feature);

  /**
   * How much of the past counts: a stream that has run for so long gives the features that it would
   * give with a longer past, exactly or to a negligible rest.
   */
  Duration memory();

  /** A stream that has seen no row yet. */
  FeatureStream openStream();
}
