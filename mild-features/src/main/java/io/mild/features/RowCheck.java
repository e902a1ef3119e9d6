package io.mild.features;

import java.time.Instant;
import java.util.List;

/** What a row of KPIs must be to be taken in. */
final class RowCheck {
  private final List<String> kpis;
  private final int features;

  RowCheck(FeatureSet spec) {
    this.kpis = spec.kpis();
    this.features = spec.featureCount();
  }

  /** Requires arrays of the right lengths, and values that are finite or NaN. */
  void requireRow(long epochMillis, double[] values, double[] features) {
    requireLength("features", features.length, this.features);
    requireRow(epochMillis, values);
  }

  void requireRow(long epochMillis, double[] values) {
    requireLength("values", values.length, kpis.size());
    for (int kpi = 0; kpi < values.length; kpi++) {
      if (Double.isInfinite(values[kpi])) {
        throw new IllegalArgumentException(
            "%s is %s at %s; a missing value is NaN"
                .formatted(kpis.get(kpi), values[kpi], Instant.ofEpochMilli(epochMillis)));
      }
    }
  }

  /** Whether a row has no value of any KPI. */
  static boolean isEmpty(double[] values) {
    for (double value : values) {
      if (!Double.isNaN(value)) {
        return false;
      }
    }
    return true;
  }

  static void requireLength(String name, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          "%s must have length %d, but had %d".formatted(name, expected, length));
    }
  }

  static void requireRows(boolean hasRows) {
    if (!hasRows) {
      throw new IllegalStateException("no row has been accepted yet");
    }
  }
}
