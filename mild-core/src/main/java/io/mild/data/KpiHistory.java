package io.mild.data;

import io.mild.internal.io.EpochMillis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Rows of KPIs in the order of time: one recording, or several with gaps between them.
 *
 * <p>Immutable and safe to share between threads. A missing value is NaN.
 *
 * <pre>{@code
 * KpiHistory history = KpiHistory.readCsv(Path.of("may.csv.gz"), Path.of("july.csv.gz"));
 * }</pre>
 */
public final class KpiHistory {
  private final List<String> kpis;
  private final long[] epochMillis;
  private final double[] values; // [row × kpi]

  KpiHistory(List<String> kpis, long[] epochMillis, double[] values) {
    this.kpis = kpis;
    this.epochMillis = epochMillis;
    this.values = values;
  }

  /**
   * A history of rows that are at hand.
   *
   * @param kpis names of the KPIs, all different
   * @param times a time a row, each after the one before
   * @param rows {@code [rows][kpis]}; NaN where missing, never infinite; copied
   * @throws IllegalArgumentException if names, times or rows are not as said; the message names the
   *     KPI, the value and the time
   */
  public static KpiHistory of(List<String> kpis, List<Instant> times, double[][] rows) {
    if (times.size() != rows.length) {
      throw new IllegalArgumentException(times.size() + " times, but " + rows.length + " rows");
    }
    KpiRows builder = new KpiRows(kpis);
    for (int row = 0; row < rows.length; row++) {
      builder.add(EpochMillis.of(times.get(row)), rows[row]);
    }
    return builder.build();
  }

  /**
   * Reads one or several recordings, {@code .csv} or gzipped: a column {@code timestamp} (ISO-8601
   * instants or seconds since the epoch), then a column a KPI; empty or {@code NaN} is missing. The
   * files may come in any order, and their columns too.
   *
   * @throws DataFileException if a file's content is not as said, or two files overlap in time or
   *     differ in KPIs; the message names file and line
   * @throws IOException if a file can't be read
   */
  public static KpiHistory readCsv(Path file, Path... more) throws IOException {
    return readCsv(CsvFormat.DEFAULT, file, more);
  }

  /**
   * Reads one or several recordings of another form, {@code .csv} or gzipped. The files may come in
   * any order, and their columns too.
   *
   * @throws DataFileException if a file's content is not of the format, or two files overlap in
   *     time or differ in KPIs; the message names file and line, and what would read it
   * @throws IOException if a file can't be read
   */
  public static KpiHistory readCsv(CsvFormat format, Path file, Path... more) throws IOException {
    return KpiCsv.read(format, file, List.of(more));
  }

  /**
   * Joins recordings of the same KPIs, in whatever order they come.
   *
   * @throws IllegalArgumentException if there are none, KPIs differ, or two overlap in time
   */
  public static KpiHistory concat(List<KpiHistory> recordings) {
    if (recordings.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one recording");
    }
    List<KpiHistory> inTime =
        recordings.stream().sorted(Comparator.comparing(part -> part.epochMillis[0])).toList();
    KpiRows builder = new KpiRows(recordings.get(0).kpis);
    for (KpiHistory part : inTime) {
      KpiHistory ordered = part.inOrderOf(builder.kpis());
      double[] row = new double[ordered.kpis.size()];
      for (int i = 0; i < ordered.rows(); i++) {
        ordered.copyRow(i, row);
        builder.add(ordered.epochMillis[i], row);
      }
    }
    return builder.build();
  }

  /** The KPIs' names, in the order of a row's values. */
  public List<String> kpis() {
    return kpis;
  }

  /** The number of rows, at least 1. */
  public int rows() {
    return epochMillis.length;
  }

  /** The time of a row, 0 to {@code rows() - 1}. */
  public Instant time(int row) {
    return Instant.ofEpochMilli(epochMillis[row]);
  }

  /** The values of a row, in the order of {@link #kpis()}; NaN where missing; a copy. */
  public double[] values(int row) {
    double[] copy = new double[kpis.size()];
    copyRow(row, copy);
    return copy;
  }

  /** The time of the first row. */
  public Instant start() {
    return time(0);
  }

  /** The time of the last row. */
  public Instant end() {
    return time(rows() - 1);
  }

  /**
   * The time from one row to the next: the median of all steps, in whole seconds where it is ten or
   * more, so that clocks that are a little fast or slow don't matter.
   *
   * @throws IllegalStateException if there is only one row
   */
  public Duration samplingPeriod() {
    if (rows() < 2) {
      throw new IllegalStateException("one row has no sampling period");
    }
    long[] steps = new long[rows() - 1];
    for (int row = 0; row < steps.length; row++) {
      long step = epochMillis[row + 1] - epochMillis[row];
      steps[row] = step < 0 ? Long.MAX_VALUE : step; // more than a long holds
    }
    Arrays.sort(steps);
    long median = steps[steps.length / 2];
    return median < 10_000
        ? Duration.ofMillis(median)
        : Duration.ofSeconds(Math.round(median / 1000.0));
  }

  /**
   * The rows of a span of time.
   *
   * @param from the first time that is in it
   * @param until the first time that is no longer in it
   * @throws IllegalArgumentException if no row is in it
   */
  public KpiHistory between(Instant from, Instant until) {
    int first = firstRow(from);
    int end = firstRow(until);
    if (first >= end) {
      throw new IllegalArgumentException(
          "no row from %s until %s: the history has %s to %s"
              .formatted(from, until, start(), end()));
    }
    return new KpiHistory(
        kpis,
        Arrays.copyOfRange(epochMillis, first, end),
        Arrays.copyOfRange(values, first * kpis.size(), end * kpis.size()));
  }

  /** Some rows, by their indices, ascending; at least one. */
  public KpiHistory rowsAt(int[] rows) {
    long[] times = new long[rows.length];
    double[] some = new double[rows.length * kpis.size()];
    for (int i = 0; i < rows.length; i++) {
      times[i] = epochMillis[rows[i]];
      System.arraycopy(values, rows[i] * kpis.size(), some, i * kpis.size(), kpis.size());
    }
    return new KpiHistory(kpis, times, some);
  }

  /** The rows from a time on. See {@link #between}. */
  public KpiHistory from(Instant from) {
    return between(from, Instant.MAX);
  }

  /** The rows before a time. See {@link #between}. */
  public KpiHistory before(Instant until) {
    return between(Instant.MIN, until);
  }

  /**
   * The same rows with their values in another order, such as that of a model's schema.
   *
   * @param order the same KPIs' names
   * @throws IllegalArgumentException if the KPIs are not the same; the message names those that are
   *     missing and those that are unknown
   */
  public KpiHistory inOrderOf(List<String> order) {
    if (order.equals(kpis)) {
      return this;
    }
    List<String> missing = order.stream().filter(kpi -> !kpis.contains(kpi)).toList();
    List<String> unknown = kpis.stream().filter(kpi -> !order.contains(kpi)).toList();
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "other KPIs than expected: missing " + missing + ", unknown " + unknown);
    }
    int width = order.size();
    double[] reordered = new double[values.length];
    for (int j = 0; j < width; j++) {
      int source = kpis.indexOf(order.get(j));
      for (int row = 0; row < rows(); row++) {
        reordered[row * width + j] = values[row * width + source];
      }
    }
    return new KpiHistory(order, epochMillis, reordered);
  }

  /** The time of a row in milliseconds since the epoch. */
  public long epochMillis(int row) {
    return epochMillis[row];
  }

  /**
   * Copies the values of a row, NaN where missing.
   *
   * @param to receives them, one a KPI
   */
  public void copyRow(int row, double[] to) {
    System.arraycopy(values, row * to.length, to, 0, to.length);
  }

  /** The first row at or after a time; {@link #rows()} if there is none. */
  public int firstRow(Instant time) {
    int low = 0;
    int high = rows();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (time(middle).isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public String toString() {
    return "KpiHistory[%d rows of %d KPIs, %s to %s]"
        .formatted(rows(), kpis.size(), start(), end());
  }
}
