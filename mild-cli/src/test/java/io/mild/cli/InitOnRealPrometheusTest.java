package io.mild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.connect.real.RealPrometheus;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.server.MildServer;
import io.mild.server.config.ServerConfig;
import io.mild.server.config.SourceConfig;
import io.mild.server.config.SystemConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code init} on the Prometheus of this machine, with four days of forty metrics and six rules.
 */
class InitOnRealPrometheusTest {
  private static final int DAYS = 4;
  private static final int ROWS = DAYS * 24 * 60;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static RealPrometheus prometheus;

  @BeforeAll
  static void startWithAPast() throws Exception {
    Path past = folder.resolve("past.om");
    RecordedShop.write(past, Instant.now().truncatedTo(ChronoUnit.MINUTES), ROWS);
    RealPrometheus.fill(folder, past);
    Path rules = Files.writeString(folder.resolve("rules.yml"), RecordedShop.RULES);
    prometheus = RealPrometheus.start(folder, "rule_files: ['" + rules + "']\n");
    Instant now = Instant.now();
    assertThat(prometheus.client().metricNames(now.minus(Duration.ofDays(DAYS)), now))
        .contains("ALERTS")
        .hasSize(41);
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  @Test
  void rulesBecomeIntentsAndWhatMovesKpisAndItStarts(@TempDir Path here) throws Exception {
    Path out = here.resolve("mild.yaml");
    CommandRun run =
        CommandRun.of("init", "--prometheus", prometheus.address(), "--out", out, "--days", DAYS);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    String text = Files.readString(out);
    SystemConfig system = ServerConfig.read(out).systems().get(0);
    assertThat(system.goals().intents())
        .containsExactly("checkout", "telemetry-queue", "analytics-throughput", "disk");
    assertThat(system.goals().goals())
        .extracting(Object::toString)
        .containsExactly(
            "checkout: checkout_latency <= 0.5 and checkout_errors <= 2",
            "telemetry-queue: telemetry_queue <= 900",
            "analytics-throughput: analytics_throughput >= 50",
            "disk: disk >= 0.05");
    assertThat(((SourceConfig.Prometheus) system.source()).kpis())
        .containsEntry(
            "checkout_latency",
            "max(last_over_time(checkout_latency_seconds{job=\"checkout\"}[1m]))")
        .containsEntry("checkout_errors", "sum(rate(checkout_errors_total[5m]))")
        .containsEntry("analytics_throughput", "min(last_over_time(analytics_throughput[1m]))")
        .containsEntry("orders_processed_rate", "sum(rate(orders_processed_total[4m]))")
        .containsEntry("cart_latency_seconds", "avg(last_over_time(cart_latency_seconds[1m]))")
        .containsEntry(
            "gateway_request_duration_seconds_p95",
            "histogram_quantile(0.95, sum by (le)"
                + " (rate(gateway_request_duration_seconds_bucket[5m])))")
        .doesNotContainKeys(
            "pool_size", "config_version", "orders_rate", "telemetry_queue_length_bytes");
    assertThat(text)
        .contains("# ? It was never broken")
        .contains("GatewayDown: its expression joins several by 'or'")
        .contains("pool_size: never moves", "config_version: never moves")
        .contains("orders_total: goes with the KPI orders_processed_rate (correlation 1.0000)")
        .contains(
            "telemetry_queue_length_bytes: goes with the KPI telemetry_queue (correlation 1.0000)")
        .contains("go_goroutines: is of any process");
    assertThat(system.model()).hasValueSatisfying(model -> assertThat(model).exists());

    assertStarts(out);
  }

  private static void assertStarts(Path config) throws Exception {
    Path onFreePort = config.resolveSibling("free.yaml");
    Files.writeString(onFreePort, "listen: 127.0.0.1:0\n" + Files.readString(config));
    try (MildServer server = MildServer.start(ServerConfig.read(onFreePort))) {
      URI ready = URI.create(server.address() + "-/ready");
      Instant end = Instant.now().plus(PATIENCE);
      while (status(ready) != 200 && Instant.now().isBefore(end)) {
        Thread.sleep(50);
      }
      assertThat(status(ready)).isEqualTo(200);
    }
  }

  private static int status(URI address) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Nothing but the alerts' own past tells then what failed. */
  @Test
  void whereNoRuleHasALevelThePastOfAlertsIsTheFailureLog(@TempDir Path here) throws Exception {
    Path past = here.resolve("past.om");
    RecordedShop.write(past, Instant.now().truncatedTo(ChronoUnit.MINUTES), 3 * 24 * 60);
    RealPrometheus.fill(here, past);
    Path rules = Files.writeString(here.resolve("rules.yml"), RecordedShop.RULES_WITHOUT_LEVELS);
    Path out = here.resolve("mild.yaml");
    try (RealPrometheus server = RealPrometheus.start(here, "rule_files: ['" + rules + "']\n")) {
      CommandRun run =
          CommandRun.of("init", "--prometheus", server.address(), "--out", out, "--days", 3);

      assertThat(run.err()).isEmpty();
      SystemConfig system = ServerConfig.read(out).systems().get(0);
      assertThat(system.goals().isEmpty()).isTrue();
      assertThat(FailureLog.readCsv(system.training().failures().orElseThrow()).failures())
          .hasSize(7) // of ten, for no rule is on the analytics
          .extracting(Failure::intent)
          .contains("checkout-latency", "telemetry-queue");
      assertStarts(out);
    }
  }

  @Test
  void nothingThatIsThereIsLost(@TempDir Path here) throws Exception {
    Path out = Files.writeString(here.resolve("mild.yaml"), "mine");

    CommandRun run = CommandRun.of("init", "--prometheus", prometheus.address(), "--out", out);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is there already", "--force");
    assertThat(out).hasContent("mine");
  }

  @Test
  void aPastWithoutDataIsSaid(@TempDir Path here) throws Exception {
    Path rules = Files.writeString(here.resolve("rules.yml"), RecordedShop.RULES);
    try (RealPrometheus empty = RealPrometheus.start(here, "rule_files: ['" + rules + "']\n")) {
      CommandRun run =
          CommandRun.of("init", "--prometheus", empty.address(), "--out", here.resolve("m.yaml"));

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("has no data of the last 14d");
    }
  }

  @Test
  void aPrometheusWithoutRulesIsSaid(@TempDir Path here) throws Exception {
    try (RealPrometheus empty = RealPrometheus.start(here, "global: {}\n")) {
      CommandRun run =
          CommandRun.of("init", "--prometheus", empty.address(), "--out", here.resolve("m.yaml"));

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("has no alert rules");
    }
  }
}
