package io.mild.features;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a row of KPIs must be to be taken in, and how many slots it is from the row before. */
final class RowCheck {
  private final List<String> kpis;
  private final int features;
  private final Duration period;
  private final long periodMillis;

  RowCheck(FeatureSet spec) {
    this.kpis = spec.kpis();
    this.features = spec.featureCount();
    this.period = spec.period();
    this.periodMillis = period.toMillis();
  }

  /** Requires arrays of the right lengths, and values that are finite or NaN. */
  void requireRow(long epochMillis, double[] values, double[] features) {
    requireLength("values", values.length, kpis.size());
    requireLength("features", features.length, this.features);
    for (int kpi = 0; kpi < values.length; kpi++) {
      if (Double.isInfinite(values[kpi])) {
        throw new IllegalArgumentException(
            "%s is %s at %s; a missing value is NaN"
                .formatted(kpis.get(kpi), values[kpi], Instant.ofEpochMilli(epochMillis)));
      }
    }
  }

  /** Slots from the latest row to a later time, at least 1. */
  long slotsBetween(long lastEpochMillis, long epochMillis) {
    if (epochMillis <= lastEpochMillis) {
      throw new IllegalArgumentException(
          "time must advance from row to row, but %s is not after %s"
              .formatted(Instant.ofEpochMilli(epochMillis), Instant.ofEpochMilli(lastEpochMillis)));
    }
    // As a double, for the difference of two longs may overflow.
    double periods = ((double) epochMillis - lastEpochMillis) / periodMillis;
    if (periods < 0.5) {
      throw new IllegalArgumentException(
          "one row is expected every %s, but %s falls into the slot of %s"
              .formatted(
                  FeatureSpec.shortest(period),
                  Instant.ofEpochMilli(epochMillis),
                  Instant.ofEpochMilli(lastEpochMillis)));
    }
    return Math.round(periods);
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
