package io.mild.data;

import io.mild.data.CsvFormat.Duplicates;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of KPIs on their way to a history. */
final class KpiRows {
  private final List<String> kpis;
  private long[] epochMillis = new long[1]; // a row may be wide, and there may be no other
  private double[] values; // [row × kpi]
  private int rows;

  /**
   * @throws IllegalArgumentException if there is no KPI, or a name is blank or there twice
   */
  KpiRows(List<String> kpis) {
    this.kpis = List.copyOf(kpis);
    KpiSchema.requireNames(this.kpis);
    this.values = new double[kpis.size()];
  }

  /** All rows of recordings of the same KPIs in the same order, one recording after another. */
  static KpiRows of(List<KpiHistory> recordings) {
    KpiRows rows = new KpiRows(recordings.get(0).kpis());
    double[] row = new double[rows.kpis.size()];
    for (KpiHistory recording : recordings) {
      for (int i = 0; i < recording.rows(); i++) {
        recording.copyRow(i, row);
        rows.addInAnyOrder(recording.epochMillis(i), row);
      }
    }
    return rows;
  }

  List<String> kpis() {
    return kpis;
  }

  /**
   * Adds a row after those before.
   *
   * @param row NaN where missing; copied
   * @throws IllegalArgumentException if it has another number of values, an infinite one, or its
   *     time does not come after that before
   */
  void add(long time, double[] row) {
    if (row.length != kpis.size()) {
      throw new IllegalArgumentException(
          "%d values at %s, but there are %d KPIs"
              .formatted(row.length, Instant.ofEpochMilli(time), kpis.size()));
    }
    if (rows > 0 && time <= epochMillis[rows - 1]) {
      throw new IllegalArgumentException(
          "%s does not come after %s"
              .formatted(Instant.ofEpochMilli(time), Instant.ofEpochMilli(epochMillis[rows - 1])));
    }
    for (int j = 0; j < row.length; j++) {
      if (Double.isInfinite(row[j])) {
        throw new IllegalArgumentException(
            "%s is %s at %s; a missing value is NaN"
                .formatted(kpis.get(j), row[j], Instant.ofEpochMilli(time)));
      }
    }
    addInAnyOrder(time, row);
  }

  /** Adds a row of finite values and NaN that may come before others, or at their time. */
  void addInAnyOrder(long time, double[] row) {
    if (rows == epochMillis.length) {
      epochMillis = Arrays.copyOf(epochMillis, 2 * rows);
      values = Arrays.copyOf(values, Math.multiplyExact(2 * rows, kpis.size()));
    }
    epochMillis[rows] = time;
    System.arraycopy(row, 0, values, rows * kpis.size(), row.length);
    rows++;
  }

  /**
   * The rows in the order of time, those of the same time as one.
   *
   * @throws IllegalArgumentException if two have the same time, and duplicates are refused
   */
  KpiRows sorted(Duplicates duplicates) {
    int[] byTime =
        IntStream.range(0, rows)
            .boxed()
            .sorted(Comparator.comparingLong(row -> epochMillis[row])) // stable
            .mapToInt(row -> row)
            .toArray();
    KpiRows sorted = new KpiRows(kpis);
    double[] row = new double[kpis.size()];
    int first = 0;
    while (first < rows) {
      long time = epochMillis[byTime[first]];
      int end = first + 1;
      while (end < rows && epochMillis[byTime[end]] == time) {
        end++;
      }
      if (end - first > 1 && duplicates == Duplicates.REFUSE) {
        throw new IllegalArgumentException(
            "there are %d rows of %s".formatted(end - first, Instant.ofEpochMilli(time)));
      }
      for (int kpi = 0; kpi < row.length; kpi++) {
        row[kpi] = merged(duplicates, byTime, first, end, kpi);
      }
      sorted.add(time, row);
      first = end;
    }
    return sorted;
  }

  private double merged(Duplicates duplicates, int[] byTime, int first, int end, int kpi) {
    double merged = Double.NaN;
    int present = 0;
    for (int i = first; i < end; i++) {
      double value = values[byTime[i] * kpis.size() + kpi];
      if (!Double.isNaN(value)) {
        merged = present == 0 || duplicates != Duplicates.MEAN ? value : merged + value;
        present++;
      }
    }
    return duplicates == Duplicates.MEAN ? merged / present : merged;
  }

  /**
   * The history of all rows.
   *
   * @throws IllegalArgumentException if there is none
   */
  KpiHistory build() {
    if (rows == 0) {
      throw new IllegalArgumentException("there must be at least one row");
    }
    return new KpiHistory(
        kpis, Arrays.copyOf(epochMillis, rows), Arrays.copyOf(values, rows * kpis.size()));
  }
}
