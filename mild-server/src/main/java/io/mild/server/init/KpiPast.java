package io.mild.server.init;

import io.mild.connect.RefusedException;
import io.mild.connect.prometheus.KpiQuery;
import io.mild.connect.prometheus.PrometheusClient;
import io.mild.connect.prometheus.PrometheusSource;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What proposed KPIs were in the past, on a common grid of times. */
final class KpiPast {
  /** Of KPIs in calls that follow each other; a reader of progress waits for that long. */
  private static final int KPIS_AT_ONCE = 8;

  /** Has a value at any time, so that all answers have all times. */
  private static final KpiQuery ALWAYS = new KpiQuery("always", "1");

  private final Map<String, double[]> columns; // by KPI
  private final Map<String, String> refusals = new HashMap<>(); // by KPI
  private final BitSet known = new BitSet(); // times at which any KPI has a value

  /**
   * A past that is known already.
   *
   * @param columns by KPI, all of one length
   */
  KpiPast(Map<String, double[]> columns) {
    this.columns = new LinkedHashMap<>();
    columns.forEach(this::add);
  }

  private void add(String kpi, double[] values) {
    columns.put(kpi, values);
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        known.set(i);
      }
    }
  }

  /** Told how many KPIs are read. */
  interface Listener {
    void read(int kpis);
  }

  /**
   * Asks for it.
   *
   * @param step from one time to the next
   * @throws IOException if the server does not answer; what it refuses is left out by itself
   */
  static KpiPast of(
      PrometheusClient prometheus,
      List<ProposedKpi> kpis,
      Instant from,
      Instant to,
      Duration step,
      Listener listener)
      throws IOException {
    KpiPast past = new KpiPast(Map.of());
    for (int begin = 0; begin < kpis.size(); begin += KPIS_AT_ONCE) {
      List<ProposedKpi> some = kpis.subList(begin, Math.min(begin + KPIS_AT_ONCE, kpis.size()));
      try {
        past.ask(prometheus, some, from, to, step);
      } catch (RefusedException e) {
        past.askOneByOne(prometheus, some, from, to, step);
      }
      listener.read(begin + some.size());
    }
    return past;
  }

  private void askOneByOne(
      PrometheusClient prometheus, List<ProposedKpi> kpis, Instant from, Instant to, Duration step)
      throws IOException {
    for (ProposedKpi kpi : kpis) {
      try {
        ask(prometheus, List.of(kpi), from, to, step);
      } catch (RefusedException e) {
        refusals.put(kpi.name(), "is refused: " + e.getMessage());
      }
    }
  }

  private void ask(
      PrometheusClient prometheus, List<ProposedKpi> kpis, Instant from, Instant to, Duration step)
      throws IOException {
    List<KpiQuery> queries =
        Stream.concat(Stream.of(ALWAYS), kpis.stream().map(ProposedKpi::query)).toList();
    KpiHistory history = PrometheusSource.of(prometheus, queries, step).history(from, to);
    double[][] values = new double[queries.size()][history.rows()];
    double[] row = new double[queries.size()];
    for (int i = 0; i < history.rows(); i++) {
      history.copyRow(i, row);
      for (int kpi = 0; kpi < row.length; kpi++) {
        values[kpi][i] = row[kpi];
      }
    }
    for (int kpi = 1; kpi < row.length; kpi++) {
      add(queries.get(kpi).kpi(), values[kpi]);
    }
  }

  /** The values of a KPI, NaN where missing; none of one that was refused. */
  double[] of(ProposedKpi kpi) {
    return columns.getOrDefault(kpi.name(), new double[0]);
  }

  /**
   * The share of times at which it has a value, of those at which any KPI has one: before these the
   * server was not there, or has forgotten.
   */
  double knownShare(ProposedKpi kpi) {
    return Arrays.stream(of(kpi)).filter(value -> !Double.isNaN(value)).count()
        / (double) Math.max(1, known.cardinality());
  }

  /** Why a KPI has no value at any time; empty if it has one. */
  Optional<String> silence(ProposedKpi kpi) {
    return knownShare(kpi) > 0
        ? Optional.empty()
        : Optional.of(refusals.getOrDefault(kpi.name(), "has no value in the past"));
  }
}
