package io.mild.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.TimeToFailure;
import io.mild.explanation.Explanation;
import io.mild.explanation.Explanation.Contribution;
import io.mild.scaling.RiskSignal.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssessmentSignalsTest {
  private static final Instant OPENED = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant NOW = OPENED.plusSeconds(300);
  private static final Map<String, Double> CAUSES = Map.of("api", .1, "database", .7, "cache", .2);

  private final List<String> explained = new ArrayList<>();
  private final AssessmentSignals signals =
      new AssessmentSignals(Map.of("api", "gateway", "database", "postgres", "cache", "redis"));

  @Test
  void theRootCauseIsToldFromItsVictims() {
    List<RiskSignal> told = signals.of(incident(List.of("database"), false));

    assertThat(told).extracting(RiskSignal::service).containsExactly("postgres", "gateway");
    RiskSignal root = told.get(0);
    assertThat(root.role()).isEqualTo(Role.ROOT_CAUSE);
    assertThat(root.gateMargin()).isCloseTo(.5, within(1e-12));
    assertThat(root.risk()).isEqualTo(.6);
    assertThat(root.incident()).isEqualTo("incident-1");
    assertThat(root.raised()).isEqualTo(OPENED);
    assertThat(told.get(1).role()).isEqualTo(Role.VICTIM);
  }

  @Test
  void whoDoesNotAlertHasTheIncidentsTimeToFailureAndAnAlertItsOwn() {
    List<RiskSignal> told = signals.of(incident(List.of("database"), false));

    assertThat(told.get(0).ttfHigh()).isEqualTo(Duration.ofMinutes(50));
    assertThat(told.get(1).ttfHigh()).isEqualTo(Duration.ofMinutes(40));
    assertThat(told.get(1).expires()).isEqualTo(NOW.plus(Duration.ofMinutes(50)));
  }

  @Test
  void whereItIsAmbiguousAllOfThemMayBeIt() {
    List<RiskSignal> told = signals.of(incident(List.of("database", "cache"), true));

    assertThat(told)
        .extracting(RiskSignal::role)
        .containsExactly(Role.CANDIDATE, Role.CANDIDATE, Role.VICTIM);
    assertThat(told.get(1).gateMargin()).isZero();
  }

  @Test
  void rootCausesThatAreRootsTogetherDoNotRivalEachOther() {
    List<RiskSignal> told = signals.of(incident(List.of("database", "cache"), false));

    assertThat(told.get(0).role()).isEqualTo(Role.ROOT_CAUSE);
    assertThat(told.get(0).gateMargin()).isCloseTo(.6, within(1e-12));
    assertThat(told.get(1).gateMargin()).isCloseTo(.1, within(1e-12));
  }

  @Test
  void theResourceIsThatOfTheKpiThatRaisesTheRiskTheMost() {
    RiskSignal root = signals.of(incident(List.of("database"), false)).get(0);

    // the rate, which raises it more, is a measure of no resource
    assertThat(root.resource()).isEqualTo(Resource.MEMORY);
    assertThat(root.topKpis()).containsExactly("database_rate", "database_heap", "database_cpu");
  }

  @Test
  void isExplainedAgainAfterTenMinutes() {
    signals.of(incident(NOW, List.of("database"), false));
    signals.of(incident(NOW.plusSeconds(599), List.of("database"), false));
    assertThat(explained).containsExactly("database", "api");

    signals.of(incident(NOW.plusSeconds(600), List.of("database"), false));
    assertThat(explained).containsExactly("database", "api", "database", "api");
  }

  /** A second fault draws the verdict to itself. */
  @Test
  void whereTheVerdictIsOfAnotherIncidentTheMarginIsWhatItWas() {
    signals.of(incident(NOW, List.of("database"), false, true, false));
    RiskSignal later =
        signals.of(incident(NOW.plusSeconds(60), List.of("database"), false, false, false)).get(0);
    RiskSignal never =
        new AssessmentSignals(Map.of("database", "postgres"))
            .of(incident(NOW, List.of("database"), false, false, false))
            .get(0);

    assertThat(later.gateMargin()).isCloseTo(.5, within(1e-12));
    assertThat(never.gateMargin()).isZero();
  }

  @Test
  void whatFailsHasNoTimeLeftAndIsSignalledTenMinutesAhead() {
    List<RiskSignal> told = signals.of(incident(NOW, List.of("database"), false, false, true));

    assertThat(told)
        .allSatisfy(signal -> assertThat(signal.isFailing()).isTrue())
        .allSatisfy(signal -> assertThat(signal.expires()).isEqualTo(NOW.plusSeconds(600)));
    assertThat(told).extracting(RiskSignal::service).containsExactly("postgres", "gateway");
  }

  @Test
  void intentsWithoutServiceConcernNone() {
    AssessmentSignals one = new AssessmentSignals(Map.of("api", "gateway"));

    assertThat(one.of(incident(List.of("database"), false)))
        .extracting(RiskSignal::role)
        .containsExactly(Role.VICTIM);
  }

  @Test
  void aServiceWithSeveralIntentsHasItsGravestRole() {
    AssessmentSignals one = new AssessmentSignals(Map.of("api", "shop", "database", "shop"));

    assertThat(one.of(incident(List.of("database"), false)))
        .extracting(RiskSignal::role)
        .containsExactly(Role.ROOT_CAUSE);
  }

  @ParameterizedTest
  @CsvSource({
    "api_CPU, SATURATION",
    "avgCpu, SATURATION",
    "avgCPULoad, SATURATION",
    "node.cpus.used, SATURATION",
    "cpu0, SATURATION",
    "node_load15, SATURATION",
    "memcached_latency, SATURATION",
    "p99Latency, SATURATION",
    "http_request_duration_seconds, SATURATION",
    "ResponseTime, SATURATION",
    "threadPoolSize, SATURATION",
    "db-connections, SATURATION",
    "orders/queue/depth, SATURATION",
    "db_heap_used, MEMORY",
    "jvmHeapUsed, MEMORY",
    "jvm_gc_pause_seconds, MEMORY",
    "oldGC2Time, MEMORY",
    "process_resident_memory_bytes, MEMORY",
    "node_memory_MemAvailable_bytes, MEMORY",
    "memUsage, MEMORY",
    "RSS, MEMORY",
    "disk_queue, DISK",
    "Disks.Free, DISK",
    "container_fs_usage_bytes, DISK",
    "kubelet_volume_stats_used, DISK",
    "inodesFree, DISK",
    "sri, UNKNOWN",
    "msgCount, UNKNOWN",
    "payload_bytes, UNKNOWN",
    "uptime, UNKNOWN",
    "memcached_hits, UNKNOWN",
    "members, UNKNOWN",
    "requests2xx, UNKNOWN",
    "crossSell, UNKNOWN"
  })
  void wordsInNamesOfKpisTellResources(String kpi, Resource resource) {
    assertThat(AssessmentSignals.resourceOf(kpi)).isEqualTo(resource);
  }

  private PredictedIncident incident(List<String> candidates, boolean ambiguous) {
    return incident(NOW, candidates, ambiguous);
  }

  private PredictedIncident incident(Instant now, List<String> candidates, boolean ambiguous) {
    return incident(now, candidates, ambiguous, true, false);
  }

  private PredictedIncident incident(
      Instant now,
      List<String> candidates,
      boolean ambiguous,
      boolean isJudged,
      boolean isFailing) {
    return new PredictedIncident(
        "incident-1",
        now,
        OPENED,
        isFailing,
        isJudged,
        candidates,
        ambiguous,
        Map.of("api", .9, "database", .6, "cache", .1),
        CAUSES,
        Map.of("api", left(isFailing ? 0 : 40)),
        left(isFailing ? 0 : 50),
        intent -> {
          explained.add(intent);
          return List.of(
              contribution(intent + "_rate", .4),
              contribution(intent + "_queue", -.3),
              contribution(intent + "_heap", .2),
              contribution(intent + "_cpu", .15),
              contribution(intent + "_latency", .1));
        });
  }

  private static Contribution contribution(String kpi, double value) {
    return new Contribution(kpi, value, 0, new Explanation.Level("", 2, 0, 1, false));
  }

  private static TimeToFailure left(int minutes) {
    return new TimeToFailure(
        Duration.ofMinutes(Math.min(5, minutes)), Duration.ofMinutes(minutes), .8);
  }
}
