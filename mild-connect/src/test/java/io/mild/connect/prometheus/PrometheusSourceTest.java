package io.mild.connect.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.connect.KpiRow;
import io.mild.connect.RefusedException;
import io.mild.connect.http.FakeServer;
import io.mild.connect.http.FakeServer.Reply;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Against a server that answers as it is told; what a real one does,
 * io.mild.connect.real.RealPrometheusTest tells.
 */
class PrometheusSourceTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final Map<String, String> LABELS = Map.of("mild_kpi", "0");

  private final FakeServer server;
  private final PrometheusClient client;

  PrometheusSourceTest() throws IOException {
    server = FakeServer.start();
    client = new PrometheusClient(server.service());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theFirstPollIsOfTheLatestPeriodWhoseSamplesAreThere() throws Exception {
    answerAll("7");
    PrometheusSource source = one("load");

    assertThat(source.poll(NOON.plusSeconds(14))).extracting(KpiRow::time).containsExactly(at(-1));
    assertThat(source.poll(NOON.plusSeconds(14))).isEmpty();
    assertThat(source.poll(NOON.plusSeconds(15))).extracting(KpiRow::time).containsExactly(at(0));
  }

  @Test
  void whatWasMissedIsAskedForAfterwardsInOrderAndInPieces() throws Exception {
    answerAll("7");
    PrometheusSource source = one("load");
    source.resumeAfter(at(-2500).plusSeconds(59));
    List<Instant> times = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    List<KpiRow> rows;
    while (!(rows = source.poll(NOON.plusSeconds(30))).isEmpty()) {
      rows.forEach(row -> times.add(row.time()));
      sizes.add(rows.size());
    }

    assertThat(sizes).containsExactly(1000, 1000, 500);
    assertThat(times).startsWith(at(-2499)).endsWith(at(0)).isSorted().hasSize(2500);
  }

  @Test
  void rowsOfAnAlignedSourceEndWithTheScrapes() throws Exception {
    scrapedAt(NOON.minusSeconds(40));
    PrometheusSource source = one("load").alignedToScrapes();
    assertThat(source.poll(NOON.plusSeconds(14)))
        .as("a second after the scrape")
        .extracting(KpiRow::time)
        .containsExactly(NOON.minusSeconds(39));
    assertThat(source.due(NOON)).isEqualTo(NOON.plusSeconds(21 + 15));
    assertThat(source.poll(NOON.plusSeconds(35))).isEmpty();
    assertThat(source.poll(NOON.plusSeconds(36)))
        .extracting(KpiRow::time)
        .containsExactly(NOON.plusSeconds(21));
  }

  /** Of hundreds of systems that look at the same time, each query counts. */
  @Test
  void whenScrapesAreIsAskedForInAsFewQueriesAsThereAreSetsOfLabels() throws Exception {
    scrapedAt(NOON.minusSeconds(40));
    PrometheusSource.of(
            client,
            List.of(
                new KpiQuery("a", "load{job=\"x\"}"),
                new KpiQuery("b", "depth{job=\"x\"}"),
                new KpiQuery("c", "load{job=\"y\"}"),
                new KpiQuery("d", "sum(rate(errors[2m]))")),
            MINUTE)
        .alignedToScrapes()
        .poll(NOON.plusSeconds(14));

    assertThat(server.requests())
        .filteredOn(request -> request.path().endsWith("/query"))
        .extracting(request -> request.form().get("query"))
        .containsExactlyInAnyOrder(
            "{__name__=~\"load|depth\",job=\"x\"}[60000ms]",
            "{__name__=~\"load\",job=\"y\"}[60000ms]");
  }

  /** So that no two are taken for one. */
  @Test
  void afterOtherScrapeTimesTheNextRowIsHalfAPeriodAwayAtLeast() throws Exception {
    for (int shift = 0; shift < 60; shift++) {
      scrapedAt(NOON.minusSeconds(70 - shift));
      PrometheusSource source = one("load").alignedToScrapes();
      Instant last = NOON.minusSeconds(200);
      source.resumeAfter(last);
      for (KpiRow row : source.poll(NOON.plusSeconds(120))) {
        assertThat(Duration.between(last, row.time()))
            .isGreaterThan(MINUTE.dividedBy(2))
            .isLessThanOrEqualTo(MINUTE.plus(MINUTE.dividedBy(2)));
        last = row.time();
      }
      assertThat(last).isAfter(NOON);
    }
  }

  /** A server of samples a minute apart. */
  private void scrapedAt(Instant one) {
    server.answering(
        request -> {
          if (request.path().endsWith("/query_range")) {
            return Reply.of(200, Answers.matrix(Answers.series(LABELS, request.form(), "7")));
          }
          double end = Double.parseDouble(request.form().get("time"));
          long back = Math.floorMod((long) end - one.getEpochSecond(), 60L);
          String sample = "[%d,\"7\"]".formatted((long) end - back);
          return Reply.of(200, Answers.matrix(Answers.series(LABELS, List.of(sample))));
        });
  }

  @Test
  void noRowIsLostByAFailure() throws Exception {
    PrometheusSource source = one("load");
    source.resumeAfter(at(-3));
    server.answering(request -> Reply.of(503, "restarting"));
    assertThatIOException()
        .isThrownBy(() -> source.poll(NOON.plusSeconds(30)))
        .withMessageContaining("KPI 'load'")
        .withMessageContaining("503");
    answerAll("7");

    assertThat(source.poll(at(1).plusSeconds(30)))
        .extracting(KpiRow::time)
        .containsExactly(at(-2), at(-1), at(0), at(1));
  }

  @Test
  void whatPassesIsTriedAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    server.answering(
        request ->
            calls.incrementAndGet() == 1
                ? Reply.of(500, "<html>")
                : Reply.of(200, Answers.matrix(Answers.series(Map.of(), request.form(), "7"))));

    assertThat(one("load").poll(NOON)).hasSize(1);
  }

  @Test
  void whatIsWrongIsNotTriedAgain() {
    server.answering(request -> Reply.of(400, Answers.error("bad_data", "1:3: parse error")));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> one("lo(ad").poll(NOON))
        .withMessageContaining("KPI 'lo(ad'")
        .withMessageContaining("bad_data: 1:3: parse error");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void severalSeriesAreRefusedWithWhatToDo() {
    server.answering(
        request ->
            Reply.of(
                200,
                Answers.matrix(
                    Answers.series(Map.of("pod", "a"), request.form(), "1"),
                    Answers.series(Map.of("pod", "b"), request.form(), "2"))));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> one("load").poll(NOON))
        .withMessageContaining("KPI 'load'")
        .withMessageContaining("2 series")
        .withMessageContaining("sum(…)")
        .withMessageContaining("pod=a");
  }

  @Test
  void nativeHistogramsAreRefusedWithWhatToDo() {
    server.answering(
        request ->
            Reply.of(
                200,
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},"
                    + "\"histograms\":[[1772366400,{\"count\":\"3\",\"sum\":\"1\",\"buckets\":[[0,\"1\",\"2\",\"3\"]]}]]}]}}"));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> one("latency").poll(NOON))
        .withMessageContaining("KPI 'latency'")
        .withMessageContaining("histogram_quantile");
  }

  @Test
  void anInfiniteValueIsMissingAndTold() throws Exception {
    server.answering(
        request ->
            Reply.of(
                200,
                Answers.matrix(
                    Answers.series(
                        Map.of(),
                        List.of(
                            sample(-3, "+Inf"),
                            sample(-2, "-Inf"),
                            sample(-1, "NaN"),
                            sample(0, "1e-3"))))));
    PrometheusSource source = one("ratio");
    source.resumeAfter(at(-4));

    assertThat(source.poll(NOON.plusSeconds(15)))
        .extracting(row -> row.values()[0])
        .containsExactly(Double.NaN, Double.NaN, Double.NaN, 0.001);
    assertThat(source.notes())
        .containsExactly(
            "KPI 'ratio' is infinite, which is taken as missing: a division by 0? (2 times)");
    assertThat(source.notes()).isEmpty();
  }

  @Test
  void warningsOfTheServerAreKept() throws Exception {
    server.answering(
        request ->
            Reply.of(
                200,
                "{\"status\":\"success\",\"warnings\":[\"a\\n"
                    + "b\"],\"infos\":[\"metric might not be a counter\"],"
                    + "\"data\":{\"resultType\":\"matrix\",\"result\":[]}}"));
    PrometheusSource source = one("load");

    assertThat(source.poll(NOON).get(0).isEmpty()).isTrue();
    assertThat(source.notes())
        .containsExactly("the server says: a b", "the server says: metric might not be a counter");
  }

  @Test
  void manyKpisAreAskedForAtOnce() throws Exception {
    server.answering(
        request ->
            Reply.of(
                200,
                Answers.matrix(
                    Answers.series(Map.of("mild_kpi", "1"), request.form(), "2"),
                    Answers.series(Map.of("mild_kpi", "0"), request.form(), "1"))));
    PrometheusSource source =
        PrometheusSource.of(
            client, List.of(new KpiQuery("a", "a"), new KpiQuery("b", "sum(b) # all")), MINUTE);

    assertThat(source.poll(NOON)).extracting(KpiRow::values).containsExactly(new double[] {1, 2});
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void whatTogetherIsRefusedIsAskedForOneByOne() throws Exception {
    server.answering(
        request -> {
          String query = request.form().get("query");
          return query.contains("label_replace")
              ? Reply.of(400, Answers.error("bad_data", "expected instant vector, got scalar"))
              : Reply.of(200, Answers.matrix(Answers.series(Map.of(), request.form(), query)));
        });
    PrometheusSource source =
        PrometheusSource.of(
            client, List.of(new KpiQuery("a", "4"), new KpiQuery("b", "5")), MINUTE);

    assertThat(source.poll(NOON.minusSeconds(60)))
        .extracting(KpiRow::values)
        .containsExactly(new double[] {4, 5});
    assertThat(source.poll(NOON)).hasSize(1);
    assertThat(server.requests()).as("together only once").hasSize(1 + 2 + 2);
  }

  @Test
  void thePastComesInPiecesBelowTheServersLimit() throws Exception {
    answerAll("7");
    KpiHistory history =
        PrometheusSource.of(client, List.of(new KpiQuery("a", "a"), new KpiQuery("b", "b")), MINUTE)
            .history(at(-30_000).plusMillis(1), NOON.plusSeconds(59));

    assertThat(history.rows()).isEqualTo(30_000);
    assertThat(history.start()).isEqualTo(at(-29_999));
    assertThat(history.end()).isEqualTo(NOON);
    assertThat(server.requests())
        .hasSize(6)
        .allSatisfy(
            request -> {
              Map<String, String> form = request.form();
              double span =
                  Double.parseDouble(form.get("end")) - Double.parseDouble(form.get("start"));
              assertThat(span / 60).isLessThan(11_000);
            });
  }

  @Test
  void aPastWithoutAnyValueIsNone() {
    server.answering(request -> Reply.of(200, Answers.matrix()));

    assertThatIOException()
        .isThrownBy(() -> one("load").history(at(-10), NOON))
        .withMessageContaining("no KPI has a value");
  }

  @Test
  void rowsOfThePastWithoutAnyValueAreLeftOut() throws Exception {
    server.answering(
        request ->
            Reply.of(
                200,
                Answers.matrix(
                    Answers.series(Map.of(), List.of(sample(-9, "1"), sample(-2, "2"))))));

    assertThat(one("load").history(at(-10), NOON).rows()).isEqualTo(2);
  }

  @Test
  void aSampleThatWasNotAskedForIsNoAnswer() {
    server.answering(
        request ->
            Reply.of(200, Answers.matrix(Answers.series(Map.of(), List.of(sample(5, "1"))))));

    assertThatIOException()
        .isThrownBy(() -> one("load").poll(NOON))
        .withMessageContaining("not asked for");
  }

  @Test
  void badTimesAreRefused() {
    List<KpiQuery> kpis = List.of(new KpiQuery("a", "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusSource.of(client, kpis, Duration.ofMillis(999)))
        .withMessageContaining("PT0.999S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one("a").withDelay(Duration.ofSeconds(-1)))
        .withMessageContaining("PT-1S");
    assertThatIllegalArgumentException().isThrownBy(() -> one("a").history(NOON, at(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusSource.of(client, List.of(), MINUTE));
  }

  private PrometheusSource one(String kpi) {
    return PrometheusSource.of(client, List.of(new KpiQuery(kpi, kpi)), MINUTE);
  }

  private void answerAll(String value) {
    server.answering(
        request -> Reply.of(200, Answers.matrix(Answers.series(Map.of(), request.form(), value))));
  }

  private static Instant at(int minute) {
    return NOON.plus(MINUTE.multipliedBy(minute));
  }

  private static String sample(int minute, String value) {
    return "[%d,\"%s\"]".formatted(at(minute).getEpochSecond(), value);
  }
}
