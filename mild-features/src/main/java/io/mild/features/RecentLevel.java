package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The recent level of some KPIs' residuals, and how far each row has departed from it.
 *
 * <p>A level b is the mean of the residuals since the start, later their average of a span of L
 * rows: the n-th value moves it by {@code max(1/n, 2/(L+1)) · (r − b)}. The departure is {@code r −
 * b} with the level <em>before</em> the row; 0 in the first. So a drift that is slow against L is
 * taken for a change of level. A missing value (NaN) has no departure and moves no level.
 *
 * <p>Not thread-safe.
 */
public final class RecentLevel {
  private final int rows;
  private final double share;
  private final double[] level; // [kpi]
  private final long[] values; // [kpi], since the start

  /**
   * A level that knows nothing yet.
   *
   * @param kpis values in a row, at least 1
   * @param rows L, at least 1
   * @throws IllegalArgumentException if a number is below 1
   */
  public RecentLevel(int kpis, int rows) {
    if (kpis < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "kpis and rows must be at least 1, but were %d and %d".formatted(kpis, rows));
    }
    this.rows = rows;
    this.share = 2 / (rows + 1.0);
    this.level = new double[kpis];
    this.values = new long[kpis];
  }

  /**
   * Takes one row.
   *
   * @param residuals {@code [kpis]}, NaN where missing
   * @param departures {@code [kpis]}, overwritten; may be the same array
   */
  public void accept(double[] residuals, double[] departures) {
    for (int kpi = 0; kpi < level.length; kpi++) {
      double residual = residuals[kpi];
      if (Double.isNaN(residual)) {
        departures[kpi] = Double.NaN;
        continue;
      }
      boolean first = values[kpi]++ == 0;
      double departure = first ? 0 : residual - level[kpi];
      level[kpi] = first ? residual : level[kpi] + Math.max(1.0 / values[kpi], share) * departure;
      departures[kpi] = departure;
    }
  }

  /** Starts again, knowing nothing. */
  public void restart() {
    Arrays.fill(level, 0);
    Arrays.fill(values, 0);
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(rows);
    for (int kpi = 0; kpi < level.length; kpi++) {
      out.writeLong(values[kpi]);
      out.writeDouble(level[kpi]);
    }
  }

  void read(DataInput in) throws IOException {
    FeatureState.requireEqual("rows of the recent level", in.readInt(), rows);
    for (int kpi = 0; kpi < level.length; kpi++) {
      values[kpi] = in.readLong();
      FeatureState.requireBetween(
          "number of values of KPI", kpi, values[kpi], 0, Long.MAX_VALUE / 2);
      level[kpi] = in.readDouble();
      if (!Double.isFinite(level[kpi])) {
        throw new IOException(
            "feature state is corrupt: the level of KPI %d is %s".formatted(kpi, level[kpi]));
      }
    }
  }
}
