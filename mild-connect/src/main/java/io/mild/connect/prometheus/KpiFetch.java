package io.mild.connect.prometheus;

import io.mild.connect.OneLine;
import io.mild.connect.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Asks for KPIs at times on a grid: for the past each KPI by itself, in calls below the server's
 * limit; for the latest rows all in one query, for a server answers one sooner than forty.
 */
final class KpiFetch {
  private static final int ROWS_A_CALL = PrometheusClient.MOST_POINTS - 1000;
  private static final int KPIS_A_QUERY = 50;

  private final PrometheusClient prometheus;
  private final List<KpiQuery> kpis;
  private final Duration period;
  private final long periodMillis;
  private final SourceNotes notes;
  private boolean isTogether = true;

  KpiFetch(PrometheusClient prometheus, List<KpiQuery> kpis, Duration period, SourceNotes notes) {
    this.prometheus = prometheus;
    this.kpis = kpis;
    this.period = period;
    this.periodMillis = period.toMillis();
    this.notes = notes;
  }

  /** The past, {@code [kpis][rows]}; NaN where missing. */
  double[][] history(long first, long last) throws IOException {
    double[][] columns = columns(first, last);
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int kpi = 0; kpi < kpis.size(); kpi++) {
      int column = kpi;
      for (int row = 0; row < columns[kpi].length; row += ROWS_A_CALL) {
        int start = row;
        int rows = Math.min(ROWS_A_CALL, columns[kpi].length - row);
        Grid piece = new Grid(first + row * periodMillis, rows, periodMillis);
        calls.add(
            () -> fetchOne(column, piece, columns[column], start, PrometheusClient.MANY_TRIES));
      }
    }
    prometheus.all(calls);
    for (int kpi = 0; kpi < columns.length; kpi++) {
      if (Arrays.stream(columns[kpi]).allMatch(Double::isNaN)) {
        notes.add("%s has no value in all that time: check its expression".formatted(name(kpi)), 1);
      }
    }
    return columns;
  }

  /** The latest rows, few; {@code [kpis][rows]}; NaN where missing. */
  double[][] latest(long first, long last) throws IOException {
    double[][] columns = columns(first, last);
    Grid piece = new Grid(first, columns[0].length, periodMillis);
    if (isTogether && kpis.size() > 1) {
      try {
        fetchTogether(piece, columns);
        return columns;
      } catch (RefusedException e) {
        // One by one they are refused by name; or none is, such as where one is a scalar.
        for (double[] column : columns) {
          Arrays.fill(column, Double.NaN);
        }
      }
    }
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int kpi = 0; kpi < kpis.size(); kpi++) {
      int column = kpi;
      calls.add(() -> fetchOne(column, piece, columns[column], 0, PrometheusClient.FEW_TRIES));
    }
    prometheus.all(calls);
    isTogether = false;
    return columns;
  }

  /**
   * When the samples of the period before a time were taken, of those KPIs that are plain
   * selectors; the latest of each.
   */
  List<Instant> sampleTimes(Instant end) throws IOException {
    List<Callable<List<TimeSeries>>> calls = new ArrayList<>();
    for (String selector : JointQuery.selectors(kpis)) {
      calls.add(() -> prometheus.samples(selector, end, period).series());
    }
    List<Instant> times = new ArrayList<>();
    try {
      for (List<TimeSeries> answer : prometheus.all(calls)) {
        for (TimeSeries series : answer) {
          Arrays.stream(series.epochMillis())
              .mapToObj(Instant::ofEpochMilli)
              .filter(time -> time.isAfter(end.minus(period)) && !time.isAfter(end))
              .reduce((before, last) -> last)
              .ifPresent(times::add);
        }
      }
    } catch (RefusedException e) {
      return List.of(); // the rows will tell by name what is wrong
    }
    return times;
  }

  private double[][] columns(long first, long last) {
    int rows = Math.toIntExact((last - first) / periodMillis + 1);
    double[][] columns = new double[kpis.size()][rows];
    for (double[] column : columns) {
      Arrays.fill(column, Double.NaN);
    }
    return columns;
  }

  private boolean fetchOne(int kpi, Grid piece, double[] column, int start, int tries)
      throws IOException {
    RangeAnswer answer;
    try {
      answer = ask(kpis.get(kpi).asked(period), piece, tries);
    } catch (RefusedException e) {
      throw new RefusedException("%s: %s".formatted(name(kpi), e.getMessage()));
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(name(kpi), e.getMessage()), e);
    }
    take(kpi, answer.series(), piece, column, start);
    return true;
  }

  private void fetchTogether(Grid piece, double[][] columns) throws IOException {
    for (int begin = 0; begin < kpis.size(); begin += KPIS_A_QUERY) {
      int end = Math.min(begin + KPIS_A_QUERY, kpis.size());
      JointQuery query = new JointQuery(kpis.subList(begin, end), period);
      List<TimeSeries> all = ask(query.promql(), piece).series();
      for (int kpi = begin; kpi < end; kpi++) {
        take(kpi, query.of(kpi - begin, all), piece, columns[kpi], 0);
      }
    }
  }

  private RangeAnswer ask(String promql, Grid piece) throws IOException {
    return ask(promql, piece, PrometheusClient.FEW_TRIES);
  }

  private RangeAnswer ask(String promql, Grid piece, int tries) throws IOException {
    RangeAnswer answer = prometheus.range(promql, piece, period.minusMillis(1), tries);
    answer.warnings().forEach(warning -> notes.add("the server says: " + warning, 1));
    return answer;
  }

  private void take(int kpi, List<TimeSeries> series, Grid piece, double[] column, int start)
      throws IOException {
    if (series.isEmpty()) {
      return;
    }
    requireOne(kpi, series);
    TimeSeries only = series.get(0);
    int infinite = 0;
    for (int i = 0; i < only.values().length; i++) {
      int row = piece.indexOf(only.epochMillis()[i]);
      if (row < 0) {
        throw new IOException(
            "%s: the server gave a sample at %s, which was not asked for"
                .formatted(name(kpi), Instant.ofEpochMilli(only.epochMillis()[i])));
      }
      double value = only.values()[i];
      infinite += Double.isInfinite(value) ? 1 : 0;
      column[start + row] = Double.isInfinite(value) ? Double.NaN : value;
    }
    if (infinite > 0) {
      notes.add(
          "%s is infinite, which is taken as missing: a division by 0?".formatted(name(kpi)),
          infinite);
    }
  }

  private void requireOne(int kpi, List<TimeSeries> series) throws RefusedException {
    if (series.size() > 1) {
      throw new RefusedException(
          OneLine.of(
              "%s: its expression gives %d series, but a KPI is one: put sum(…), max(…) or avg(…) around it, or select one by its labels; two of them are %s and %s"
                  .formatted(
                      name(kpi), series.size(), series.get(0).labels(), series.get(1).labels())));
    }
    if (series.get(0).isHistogram()) {
      throw new RefusedException(
          "%s: its expression gives native histograms, but a KPI is a number: take histogram_quantile(0.99, …), histogram_avg(…) or histogram_count(…) of it"
              .formatted(name(kpi)));
    }
  }

  private String name(int kpi) {
    return "KPI '" + kpis.get(kpi).kpi() + "'";
  }
}
