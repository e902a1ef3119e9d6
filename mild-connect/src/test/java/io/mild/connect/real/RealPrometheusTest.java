package io.mild.connect.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import io.mild.connect.KpiRow;
import io.mild.connect.RefusedException;
import io.mild.connect.http.FakeServer;
import io.mild.connect.http.FakeServer.Reply;
import io.mild.connect.prometheus.AlertHistory;
import io.mild.connect.prometheus.KpiQuery;
import io.mild.connect.prometheus.PrometheusClient;
import io.mild.connect.prometheus.PrometheusRule;
import io.mild.connect.prometheus.PrometheusSource;
import io.mild.data.Failure;
import io.mild.data.KpiHistory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recording of two days, given to the Prometheus of this machine: what comes back, and what is
 * missing. Nothing of it has stale markers, as is so when an exporter freezes.
 */
class RealPrometheusTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int ROWS = 2880;
  private static final int FROZEN_FROM = 2000;
  private static final int FROZEN_UNTIL = 2100;
  private static final List<String> KPIS = List.of("load", "depth", "errors");

  @TempDir private static Path folder;
  private static KpiHistory recorded;
  private static RealPrometheus prometheus;

  @BeforeAll
  static void startWithARecording() throws Exception {
    Path csv = folder.resolve("recorded.csv");
    Path metrics = folder.resolve("recorded.om");
    record(csv, metrics);
    recorded = KpiHistory.readCsv(csv);
    RealPrometheus.fill(folder, metrics);
    Files.writeString(
        folder.resolve("rules.yml"),
        """
        groups:
          - name: shop
            rules:
              - alert: ApiSlow
                expr: load > 3
                for: 5m
                labels: {severity: page}
                annotations: {summary: slow}
              - record: job:load:sum
                expr: sum(load)
        """);
    prometheus =
        RealPrometheus.start(folder, "rule_files: ['" + folder.resolve("rules.yml") + "']\n");
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  /** The same numbers twice, as texts; depth is sampled 13 s before the minute, and freezes. */
  private static void record(Path csv, Path metrics) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder[] series = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("timestamp,load,depth,errors\n");
      for (int row = 0; row < ROWS; row++) {
        long second = START.plus(MINUTE.multipliedBy(row)).getEpochSecond();
        out.write(Instant.ofEpochSecond(second).toString());
        for (int kpi = 0; kpi < KPIS.size(); kpi++) {
          boolean isMissing =
              kpi == 1 && row >= FROZEN_FROM && row < FROZEN_UNTIL || random.nextInt(50) == 0;
          String value = isMissing ? "" : Double.toString(any(random));
          out.write("," + value);
          if (!isMissing) {
            series[kpi].append(
                "%s{job=\"shop\"} %s %d%n"
                    .formatted(KPIS.get(kpi), value, second - (kpi == 1 ? 13 : 0)));
          }
        }
        out.write("\n");
      }
    }
    StringBuilder text = new StringBuilder();
    for (int kpi = 0; kpi < KPIS.size(); kpi++) {
      text.append("# TYPE ").append(KPIS.get(kpi)).append(" gauge\n").append(series[kpi]);
    }
    text.append("# TYPE pods gauge\n");
    for (String pod : List.of("a", "b")) {
      text.append("pods{pod=\"%s\"} 1 %d%n".formatted(pod, START.getEpochSecond()));
    }
    text.append("# TYPE ALERTS gauge\n");
    for (int row = 1000; row < 1040; row++) {
      text.append(
          "ALERTS{alertname=\"ApiSlow\",alertstate=\"%s\"} 1 %d%n"
              .formatted(
                  row < 1005 ? "pending" : "firing",
                  START.plus(MINUTE.multipliedBy(row)).getEpochSecond()));
    }
    Files.writeString(metrics, text.append("# EOF\n"));
  }

  /** Of any magnitude, with all digits. */
  private static double any(SplittableRandom random) {
    double value;
    do {
      value = Double.longBitsToDouble(random.nextLong());
    } while (!Double.isFinite(value));
    return value;
  }

  /** Depth is sampled 13 s before the minute, the others with it. */
  @Test
  void rowsOfAnAlignedSourceEndWithTheScrapes() throws Exception {
    Instant now = at(100).plusSeconds(55);
    PrometheusSource depth =
        source(new KpiQuery("depth", "depth{job=\"shop\"}"))
            .withDelay(Duration.ZERO)
            .alignedToScrapes();

    assertThat(depth.poll(now)).extracting(KpiRow::time).containsExactly(at(100).plusSeconds(48));
    assertThat(source().withDelay(Duration.ZERO).alignedToScrapes().poll(now))
        .extracting(KpiRow::time)
        .containsExactly(at(100).plusSeconds(1));
  }

  @Test
  void thePastIsTheRecordingToTheLastBit() throws Exception {
    KpiHistory history = source().history(START, at(ROWS - 1));

    assertThat(history.kpis()).isEqualTo(KPIS);
    assertThat(history.rows()).isEqualTo(ROWS);
    for (int row = 0; row < ROWS; row++) {
      assertThat(history.time(row)).isEqualTo(recorded.time(row));
      assertThat(bits(history.values(row))).as("row %d", row).isEqualTo(bits(recorded.values(row)));
    }
  }

  @Test
  void polledRowsAreTheRecordingToo() throws Exception {
    List<KpiRow> rows = polled(source(), at(-1), at(ROWS - 1).plusSeconds(20));

    assertThat(rows).hasSize(ROWS);
    for (int row = 0; row < ROWS; row++) {
      assertThat(bits(rows.get(row).values())).isEqualTo(bits(recorded.values(row)));
    }
  }

  @Test
  void whatFreezesIsMissingWithinAPeriod() throws Exception {
    PrometheusSource source = source();
    List<KpiRow> rows = polled(source, at(FROZEN_FROM - 2), at(FROZEN_FROM + 1).plusSeconds(20));

    assertThat(rows.get(0).values()[1]).isEqualTo(recorded.values(FROZEN_FROM - 1)[1]);
    assertThat(rows.get(1).values()[1]).as("its last sample is 73 s old").isNaN();
    assertThat(rows.get(1).values()[0]).isEqualTo(recorded.values(FROZEN_FROM)[0]);
  }

  @Test
  void ofAnExpressionARangeSaysHowOldASampleMayBe() throws Exception {
    PrometheusSource source = source(new KpiQuery("depth", "2 * sum(last_over_time(depth[59s]))"));
    List<KpiRow> rows = polled(source, at(FROZEN_FROM - 2), at(FROZEN_FROM + 1).plusSeconds(20));

    assertThat(rows).extracting(row -> Double.isNaN(row.values()[0])).contains(true);
    assertThat(rows.get(1).values()[0]).isNaN();
  }

  @Test
  void noMinuteIsLostWhileTheServerIsStopped() throws Exception {
    PrometheusSource source = source();
    List<KpiRow> rows = new ArrayList<>(polled(source, at(99), at(110).plusSeconds(20)));
    prometheus.stop();
    for (int minute = 111; minute < 130; minute += 6) {
      Instant now = at(minute).plusSeconds(20);
      assertThatIOException().isThrownBy(() -> source.poll(now)).withMessageContaining("is it up");
    }
    prometheus.startAgain();
    rows.addAll(source.poll(at(131).plusSeconds(20)));

    assertThat(rows)
        .extracting(KpiRow::time)
        .isEqualTo(IntStream.rangeClosed(100, 131).mapToObj(RealPrometheusTest::at).toList());
    for (int i = 0; i < rows.size(); i++) {
      assertThat(bits(rows.get(i).values())).isEqualTo(bits(recorded.values(100 + i)));
    }
  }

  @Test
  void severalSeriesAreRefusedAlsoWhereAllAreAskedForAtOnce() throws Exception {
    PrometheusSource source = source(new KpiQuery("load", "load"), new KpiQuery("pods", "pods"));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> source.poll(START.plusSeconds(20)))
        .withMessageContaining("KPI 'pods'")
        .withMessageContaining("2 series");
  }

  @Test
  void aScalarADivisionByZeroAndAWrongExpressionAreToldApart() throws Exception {
    PrometheusSource source =
        source(new KpiQuery("seven", "7"), new KpiQuery("ratio", "load / (load - load)"));
    source.resumeAfter(at(9));
    List<KpiRow> rows = source.poll(at(10).plusSeconds(20));
    assertThat(rows.get(0).values()).containsExactly(7, Double.NaN);
    assertThat(source.notes())
        .hasSize(1)
        .allMatch(note -> note.contains("KPI 'ratio' is infinite"));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> source(new KpiQuery("a", "1 +")).poll(at(10)))
        .withMessageContaining("KPI 'a'")
        .withMessageContaining("parse error");
  }

  @Test
  void anAlertsPastIsAFailureLog() throws Exception {
    assertThat(
            AlertHistory.of(prometheus.client(), Map.of("ApiSlow", "api"))
                .failures(START, at(ROWS))
                .failures())
        .extracting(Failure::intent, Failure::time)
        .containsExactly(tuple("api", at(1000)));
  }

  @Test
  void rulesAreRead() throws Exception {
    assertThat(prometheus.client().rules())
        .containsExactly(
            new PrometheusRule(
                "shop",
                "ApiSlow",
                true,
                "load > 3",
                Duration.ofMinutes(5),
                Map.of("severity", "page"),
                Map.of("summary", "slow")),
            new PrometheusRule(
                "shop", "job:load:sum", false, "sum(load)", Duration.ZERO, Map.of(), Map.of()));
  }

  /** Scraped each second: rows come while it lives, and are missing when it is gone. */
  @Test
  void whatIsScrapedIsPolledAndIsMissingWhenItsTargetIsGone(@TempDir Path live) throws Exception {
    try (FakeServer target = FakeServer.start()) {
      target.answering(
          request ->
              new Reply(
                  200,
                  "# TYPE g gauge\ng " + target.requests().size() + "\n",
                  Map.of("Content-Type", "text/plain; version=0.0.4")));
      String config =
          """
          global: {scrape_interval: 1s}
          scrape_configs:
            - job_name: t
              static_configs: [{targets: ['%s']}]
          """
              .formatted(target.address().getAuthority());
      try (RealPrometheus server = RealPrometheus.start(live, config)) {
        PrometheusSource source =
            PrometheusSource.of(
                    server.client(), List.of(new KpiQuery("g", "g")), Duration.ofSeconds(1))
                .withDelay(Duration.ofMillis(700));
        List<Double> values = new ArrayList<>();
        while (values.stream().filter(value -> !value.isNaN()).count() < 3) {
          source.poll(Instant.now()).forEach(row -> values.add(row.values()[0]));
          Thread.sleep(100);
        }
        target.answering(request -> Reply.of(500, ""));
        List<Double> after = new ArrayList<>();
        while (after.size() < 4) {
          source.poll(Instant.now()).forEach(row -> after.add(row.values()[0]));
          Thread.sleep(100);
        }

        assertThat(values.stream().filter(value -> !value.isNaN()).toList()).isSorted();
        assertThat(after.get(3)).isNaN();
      }
    }
  }

  @Test
  void whatTargetsSayOfThemselvesIsRead(@TempDir Path live) throws Exception {
    try (FakeServer target = FakeServer.start()) {
      target.answering(
          request ->
              new Reply(
                  200,
                  "# TYPE paid_total counter\npaid_total 3\n# TYPE depth gauge\ndepth 2\n",
                  Map.of("Content-Type", "text/plain; version=0.0.4")));
      String config =
          """
          global: {scrape_interval: 2s}
          scrape_configs:
            - job_name: t
              static_configs: [{targets: ['%s']}]
          """
              .formatted(target.address().getAuthority());
      try (RealPrometheus server = RealPrometheus.start(live, config)) {
        PrometheusClient client = server.client();
        Instant end = Instant.now().plusSeconds(20);
        while (!client.metricTypes().containsKey("depth") && Instant.now().isBefore(end)) {
          Thread.sleep(100);
        }

        assertThat(client.metricTypes())
            .isEqualTo(Map.of("paid_total", "counter", "depth", "gauge"));
        assertThat(client.scrapeInterval()).contains(Duration.ofSeconds(2));
        assertThat(client.metricNames(end.minusSeconds(100), end))
            .contains("depth", "paid_total", "up");
      }
    }
    assertThat(prometheus.client().scrapeInterval()).as("without targets").isEmpty();
    assertThat(prometheus.client().metricNames(START, at(ROWS))).contains("load", "ALERTS");
  }

  private static PrometheusSource source(KpiQuery... queries) {
    PrometheusClient client = prometheus.client();
    return PrometheusSource.of(
        client,
        queries.length > 0
            ? List.of(queries)
            : KPIS.stream().map(kpi -> new KpiQuery(kpi, kpi + "{job=\"shop\"}")).toList(),
        MINUTE);
  }

  private static List<KpiRow> polled(PrometheusSource source, Instant after, Instant now)
      throws IOException {
    source.resumeAfter(after);
    List<KpiRow> all = new ArrayList<>();
    List<KpiRow> rows;
    while (!(rows = source.poll(now)).isEmpty()) {
      all.addAll(rows);
    }
    return all;
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }

  private static Instant at(int row) {
    return START.plus(MINUTE.multipliedBy(row));
  }
}
