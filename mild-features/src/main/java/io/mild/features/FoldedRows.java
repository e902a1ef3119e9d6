package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Rows that fell into a slot that was taken: their mean goes into the next, a value of each KPI for
 * as many rows as had one.
 */
final class FoldedRows {
  private static final int MOST = Integer.MAX_VALUE / 2;

  private final double[] means; // [kpi]
  private final int[] counts; // [kpi]
  private int rows;

  FoldedRows(int kpis) {
    this.means = new double[kpis];
    this.counts = new int[kpis];
  }

  boolean isEmpty() {
    return rows == 0;
  }

  void add(double[] values) {
    rows = Math.min(rows + 1, MOST);
    for (int kpi = 0; kpi < counts.length; kpi++) {
      if (!Double.isNaN(values[kpi])) {
        join(kpi, values[kpi]);
      }
    }
  }

  /** The mean of equal values is that value, and that of finite ones is finite. */
  private void join(int kpi, double value) {
    counts[kpi] = Math.min(counts[kpi] + 1, MOST);
    if (counts[kpi] == 1) {
      means[kpi] = value;
    } else {
      means[kpi] += value / counts[kpi] - means[kpi] / counts[kpi];
    }
  }

  /** The mean, NaN where no row had a value, which holds until a row is added; begins anew. */
  double[] take() {
    for (int kpi = 0; kpi < counts.length; kpi++) {
      if (counts[kpi] == 0) {
        means[kpi] = Double.NaN;
      }
    }
    clear();
    return means;
  }

  /** The mean with one row more; begins anew. */
  double[] takeWith(double[] values) {
    add(values);
    return take();
  }

  void clear() {
    rows = 0;
    Arrays.fill(counts, 0);
  }

  /** Writes 4 bytes, and 12 per KPI if there is a row. */
  void writeTo(DataOutput out) throws IOException {
    out.writeInt(rows);
    for (int kpi = 0; kpi < counts.length && rows > 0; kpi++) {
      out.writeInt(counts[kpi]);
      out.writeDouble(counts[kpi] == 0 ? Double.NaN : means[kpi]);
    }
  }

  void resume(DataInput in) throws IOException {
    clear();
    int written = in.readInt();
    FeatureState.requireBetween("number of folded rows", written, 0, MOST);
    rows = written;
    for (int kpi = 0; kpi < counts.length && rows > 0; kpi++) {
      counts[kpi] = in.readInt();
      means[kpi] = in.readDouble();
      FeatureState.requireBetween("number of folded values of KPI", kpi, counts[kpi], 0, rows);
      if (counts[kpi] > 0 && !Double.isFinite(means[kpi])) {
        throw new IOException(
            "feature state is corrupt: the mean of folded values of KPI %d is %s"
                .formatted(kpi, means[kpi]));
      }
    }
  }
}
