package io.mild.benchmarks.rivals;

import io.mild.features.FeatureSpec;

/**
 * Where a row's features hold the KPIs' means over the longest window (15 minutes).
 *
 * @param kpis the number of KPIs
 * @param width the number of features of a row
 */
record LongestMeans(int kpis, int width) {

  static LongestMeans of(FeatureSpec spec) {
    return new LongestMeans(spec.kpiCount(), spec.featureCount());
  }

  /** The mean of a KPI in the row that begins at {@code offset}. */
  float of(float[] features, int offset, int kpi) {
    return features[offset + feature(kpi)];
  }

  /** Where the mean of a KPI stands in a row. */
  int feature(int kpi) {
    return width - 2 * kpis + kpi; // after it come only the deviations
  }
}
