package io.mild.training.screening;

import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A history KPI by KPI. The arrays are not copied and must not change.
 *
 * @param kpis their names
 * @param epochMillis {@code [rows]}, at least two
 * @param values {@code [kpis][rows]}, NaN where missing
 * @param period from row to row
 */
record KpiColumns(List<String> kpis, long[] epochMillis, double[][] values, Duration period) {

  static KpiColumns of(KpiHistory history) {
    int kpis = history.kpis().size();
    long[] times = new long[history.rows()];
    double[][] values = new double[kpis][times.length];
    double[] row = new double[kpis];
    for (int i = 0; i < times.length; i++) {
      times[i] = history.epochMillis(i);
      history.copyRow(i, row);
      for (int kpi = 0; kpi < kpis; kpi++) {
        values[kpi][i] = row[kpi];
      }
    }
    return new KpiColumns(history.kpis(), times, values, history.samplingPeriod());
  }

  /** The same with these missing. */
  KpiColumns without(List<AbsurdValues> absurd) {
    double[][] kept = values.clone();
    for (AbsurdValues of : absurd) {
      kept[of.kpi()] = values[of.kpi()].clone();
      for (int row : of.rows()) {
        kept[of.kpi()][row] = Double.NaN;
      }
    }
    return new KpiColumns(kpis, epochMillis, kept, period);
  }

  KpiHistory history() {
    double[][] rows = new double[rows()][kpis.size()];
    for (int i = 0; i < rows.length; i++) {
      for (int kpi = 0; kpi < values.length; kpi++) {
        rows[i][kpi] = values[kpi][i];
      }
    }
    return KpiHistory.of(kpis, IntStream.range(0, rows()).mapToObj(this::time).toList(), rows);
  }

  int rows() {
    return epochMillis.length;
  }

  Instant time(int row) {
    return Instant.ofEpochMilli(epochMillis[row]);
  }

  /** The first row at or after a time; {@link #rows()} if there is none. */
  int firstRow(long time) {
    int found = Arrays.binarySearch(epochMillis, time);
    return found >= 0 ? found : -found - 1;
  }

  /** Rows in which a KPI is known, ascending. */
  int[] known(int kpi) {
    int[] known = new int[rows()];
    int count = 0;
    for (int row = 0; row < known.length; row++) {
      if (!Double.isNaN(values[kpi][row])) {
        known[count++] = row;
      }
    }
    return Arrays.copyOf(known, count);
  }
}
