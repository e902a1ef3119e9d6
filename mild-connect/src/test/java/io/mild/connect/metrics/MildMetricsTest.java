package io.mild.connect.metrics;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.HandMade;
import io.mild.OtherIntents;
import io.mild.alerting.health.HealthFinding;
import io.mild.alerting.health.HealthKind;
import io.mild.connect.Outbox;
import io.mild.connect.OutboxSettings;
import io.mild.connect.Recorder;
import io.mild.connect.Story;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Prometheus would scrape. */
class MildMetricsTest {
  private static final Pattern NAME = Pattern.compile("\\bmild_[a-z_]+");

  private final Clock clock =
      Clock.fixed(HandMade.START.plus(Duration.ofMinutes(20)), ZoneOffset.UTC);
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MildMetrics metrics = new MildMetrics(clock);
  private final AssuranceStream stream = HandMade.simple().openStream();
  private int minute;

  @Test
  void aSystemIsScrapedAsItStands() {
    metrics.bindTo(registry);
    SystemMetrics shop = metrics.system("shop", 2);
    rows(shop, 10, 0, 0);
    assertThat(value("mild_intent_alerting", "intent=\"api\",system=\"shop\"")).isEqualTo(0);
    rows(shop, 6, 2, Double.NaN);

    assertThat(value("mild_intent_alerting", "intent=\"api\",system=\"shop\"")).isEqualTo(1);
    assertThat(value("mild_intent_alerting", "intent=\"orders\",system=\"shop\"")).isEqualTo(0);
    // σ(20 · (2 · ½ · 2 − 1)) and 0.5, as the model was made by hand
    assertThat(value("mild_intent_risk", "intent=\"api\",system=\"shop\""))
        .isEqualTo(1 / (1 + Math.exp(-20)), within(1e-6));
    assertThat(value("mild_intent_threshold", "intent=\"api\",system=\"shop\"")).isEqualTo(0.5);
    assertThat(value("mild_incidents_open", "system=\"shop\"")).isEqualTo(1);
    assertThat(value("mild_rows_total", "system=\"shop\"")).isEqualTo(16);
    assertThat(value("mild_kpis_missing", "system=\"shop\"")).isEqualTo(0.5);
    assertThat(value("mild_row_age_seconds", "system=\"shop\"")).isEqualTo(5 * 60);
    assertThat(value("mild_incident_events_total", "kind=\"opened\",system=\"shop\"")).isEqualTo(1);
    assertThat(value("mild_incident_events_total", "kind=\"closed\",system=\"shop\"")).isEqualTo(0);
    assertThat(value("mild_goal_met", "intent=\"api\",system=\"shop\""))
        .as("there are no goals")
        .isNaN();
  }

  @Test
  void nothingIsKnownBeforeTheFirstRow() {
    metrics.bindTo(registry);
    metrics.system("shop", 2);

    assertThat(value("mild_incidents_open", "system=\"shop\"")).isNaN();
    assertThat(value("mild_row_age_seconds", "system=\"shop\"")).isNaN();
    assertThat(value("mild_rows_total", "system=\"shop\"")).isEqualTo(0);
  }

  @Test
  void itDoesNotMatterWhenARegistryIsBound() {
    SystemMetrics shop = metrics.system("shop", 2);
    rows(shop, 10, 0, 0);
    metrics.bindTo(registry);
    SimpleMeterRegistry other = new SimpleMeterRegistry();
    metrics.bindTo(other);

    assertThat(value("mild_intent_alerting", "intent=\"api\",system=\"shop\"")).isEqualTo(0);
    assertThat(other.get(MetricNames.RISK).tag("intent", "api").gauge().value()).isLessThan(0.1);
  }

  @Test
  void garbageCollectionTakesNothing() {
    metrics.bindTo(registry);
    rows(metrics.system("shop", 2), 10, 0, 0);
    System.gc();

    assertThat(value("mild_incidents_open", "system=\"shop\"")).isEqualTo(0);
    assertThat(value("mild_rows_total", "system=\"shop\"")).isEqualTo(10);
  }

  /** A registry by itself keeps the first object of a name for ever. */
  @Test
  void afterARestartTheNewSystemIsShown() {
    metrics.bindTo(registry);
    rows(metrics.system("shop", 2), 10, 0, 0);
    rows(metrics.system("shop", 2), 3, 0, 0);
    assertThat(value("mild_rows_total", "system=\"shop\"")).isEqualTo(3);

    MildMetrics again = new MildMetrics(clock);
    again.bindTo(registry);
    rows(again.system("shop", 2), 2, 0, 0);
    assertThat(value("mild_rows_total", "system=\"shop\"")).isEqualTo(2);
  }

  @Test
  void aModelOfOtherIntentsTakesThePlaceOfTheFormer() {
    metrics.bindTo(registry);
    SystemMetrics shop = metrics.system("shop", 2);
    rows(shop, 5, 0, 0);
    shop.accept(OtherIntents.assessment(), 0);

    assertThat(registry.scrape())
        .contains("intent=\"payments\"")
        .doesNotContain("intent=\"orders\"");
  }

  @Test
  void aSystemThatIsRemovedIsGone() {
    metrics.bindTo(registry);
    rows(metrics.system("shop", 2), 5, 0, 0);
    rows(metrics.system("bank", 2), 5, 0, 0);
    metrics.remove("shop");

    assertThat(registry.scrape()).contains("bank").doesNotContain("shop");
  }

  @Test
  void goalsAreToldWhereThereAreAny() {
    metrics.bindTo(registry);
    SystemMetrics shop = metrics.system("shop", 2);
    Goals goals =
        Goals.of(
            Goal.of("api").holds(kpi("load").atMost(1)),
            Goal.of("orders").holds(kpi("depth").atMost(1)));
    AssuranceStream watched = HandMade.simple().withGoals(goals).openStream();
    for (int i = 0; i < 15; i++) {
      Instant time = HandMade.START.plus(Duration.ofMinutes(i));
      shop.accept(watched.accept(time, i < 5 ? 0 : 2, 0), 0);
    }

    assertThat(value("mild_goal_met", "intent=\"api\",system=\"shop\"")).isEqualTo(0);
    assertThat(value("mild_goal_met", "intent=\"orders\",system=\"shop\"")).isEqualTo(1);
  }

  @Test
  void whatIsWrongWithTheDetectorIsCountedByKind() {
    metrics.bindTo(registry);
    SystemMetrics shop = metrics.system("shop", 2);
    assertThat(value("mild_health_findings", "kind=\"stale\",system=\"shop\"")).isNaN();
    HealthFinding load = finding(HealthKind.STALE, "load");
    shop.health(List.of(load, finding(HealthKind.STALE, "depth")));

    assertThat(value("mild_health_findings", "kind=\"stale\",system=\"shop\"")).isEqualTo(2);
    assertThat(value("mild_health_findings", "kind=\"no_data\",system=\"shop\"")).isEqualTo(0);
  }

  private static HealthFinding finding(HealthKind kind, String kpi) {
    return new HealthFinding(kind, kpi, HandMade.START, "it stands still", false);
  }

  @Test
  void aQueueTellsOfItsSinks(@TempDir Path folder) throws Exception {
    metrics.bindTo(registry);
    Recorder dead = new Recorder().dead(true);
    try (Outbox outbox =
        Outbox.open(folder, OutboxSettings.DEFAULT, Map.of("pager", dead, "log", new Recorder()))) {
      metrics.outbox(outbox);
      outbox.append(Story.of("5f-1", HandMade.START).opened("api"));
      while (dead.tries() < 1 || value("mild_outbox_delivered_total", "sink=\"log\"") < 1) {
        Thread.sleep(1);
      }

      assertThat(value("mild_outbox_waiting", "sink=\"pager\"")).isEqualTo(1);
      assertThat(value("mild_outbox_waiting", "sink=\"log\"")).isEqualTo(0);
      assertThat(value("mild_outbox_dropped_total", "sink=\"pager\"")).isEqualTo(0);
      assertThat(value("mild_outbox_refused_total", "sink=\"pager\"")).isEqualTo(0);
    }
  }

  @Test
  void allThatTheDashboardAsksForIsThereAndTheOtherWayRound(@TempDir Path folder) throws Exception {
    metrics.bindTo(registry);
    rows(metrics.system("shop", 2), 10, 0, 0);
    try (Outbox outbox =
        Outbox.open(folder, OutboxSettings.DEFAULT, Map.of("log", new Recorder()))) {
      metrics.outbox(outbox);
      Set<String> exported =
          registry
              .scrape()
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.replaceAll("[{ ].*", ""))
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(asked()).isEqualTo(exported);
    }
  }

  private static Set<String> asked() throws Exception {
    JsonNode dashboard = new ObjectMapper().readTree(MildMetrics.grafanaDashboard());
    Set<String> names = new TreeSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        NAME.matcher(target.get("expr").asText())
            .results()
            .map(MatchResult::group)
            .forEach(names::add);
      }
    }
    return names;
  }

  @Test
  void aRowHasKpis() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics.system("shop", 0))
        .withMessageContaining("0");
  }

  private void rows(SystemMetrics to, int count, double load, double depth) {
    for (int i = 0; i < count; i++) {
      Assessment now =
          stream.accept(
              HandMade.START.plus(Duration.ofMinutes(minute++)), new double[] {load, depth});
      to.accept(now, stream.incidents().size());
    }
  }

  private double value(String name, String labels) {
    List<String> lines =
        registry
            .scrape()
            .lines()
            .filter(line -> line.startsWith(name + "{" + labels + "} "))
            .toList();
    assertThat(lines).as("%s{%s} in\n%s", name, labels, registry.scrape()).hasSize(1);
    return Double.parseDouble(lines.get(0).substring(lines.get(0).lastIndexOf(' ') + 1));
  }
}
