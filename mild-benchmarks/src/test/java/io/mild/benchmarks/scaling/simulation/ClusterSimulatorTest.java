package io.mild.benchmarks.scaling.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.benchmarks.scaling.simulation.Fault.Kind;
import io.mild.scaling.Metric;
import io.mild.scaling.Recommendation;
import io.mild.scaling.ServiceState;
import io.mild.scaling.policy.HpaPolicy;
import io.mild.scaling.policy.HpaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterSimulatorTest {
  private static final ServiceModel MODEL = ServiceModel.DEFAULT;
  private static final int SECONDS = 900;

  private static Day calm(long seed) {
    return ServiceModels.day(60, SECONDS, List.of(), seed);
  }

  private static Day with(Fault fault) {
    return ServiceModels.day(60, SECONDS, List.of(fault), 1);
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    RunFigures once = ServiceModels.run(MODEL, calm(1), new HpaPolicy(HpaSettings.ofTarget(60)), 8);
    RunFigures again =
        ServiceModels.run(MODEL, calm(1), new HpaPolicy(HpaSettings.ofTarget(60)), 8);

    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFields("computeMicros", "decisionLatency") // a clock has a part in it; NaN
        .isEqualTo(once);
  }

  @Test
  void everyPolicyMeetsTheSameRequests() {
    assertThat(ServiceModels.run(MODEL, calm(1), 8).requests())
        .isEqualTo(ServiceModels.run(MODEL, calm(1), 3).requests());
    assertThat(Workload.open(calm(1).trace(), 0.1, 1).demands())
        .isEqualTo(Workload.open(calm(1).trace(), 0.1, 1).demands());
  }

  @Test
  void theNthReplicaIsAsFastUnderEveryPolicy() {
    ReplicaSpecs early = new ReplicaSpecs(MODEL, 1);
    ReplicaSpecs late = new ReplicaSpecs(MODEL, 1);
    for (int number = 0; number < 5; number++) {
      assertThat(late.create(number, 500).speed).isEqualTo(early.create(number, 10 * number).speed);
      assertThat(late.startUp(number)).isEqualTo(early.startUp(number));
    }
  }

  @Test
  void moreLoadThanCapacityIsRejectedOrTimesOutButDoesNotGrowForEver() {
    RunFigures figures = ServiceModels.run(MODEL, calm(1), 3); // 37.5 of 60 requests a second

    assertThat(figures.p99Millis()).isCloseTo(1000 * MODEL.timeout(), within(10.0));
    assertThat(figures.throughput()).isBetween(25.0, 38.0);
    assertThat(figures.violations()).isGreaterThan(0.6);
  }

  @Test
  void aReplicaThatWasAskedForServesAfterItsStartUpAndCostsFromTheBeginning() {
    RunFigures figures =
        ServiceModels.run(
            MODEL, ServiceModels.day(1, SECONDS, List.of(), 1), ServiceModels.always(2), 1);

    double second = SECONDS - MODEL.syncPeriod(); // asked for at the first synchronisation
    assertThat(figures.replicaHours()).isCloseTo((SECONDS + second) / 3600, within(1e-3));
    assertThat(figures.actionsPerHour()).isCloseTo(1 * 3600.0 / SECONDS, within(1e-9));
  }

  @Test
  void aReplicaThatIsNotNeededFinishesItsWorkFirst() {
    RunFigures figures =
        ServiceModels.run(
            MODEL, ServiceModels.day(30, SECONDS, List.of(), 1), ServiceModels.always(6), 12);

    assertThat(figures.throughput() * SECONDS).isEqualTo(figures.requests());
  }

  @Test
  void deadReplicasRefuseUntilProbesNoticeAndThenStartAgain() {
    RunFigures calm = ServiceModels.run(MODEL, calm(1), 12);
    RunFigures crashed =
        ServiceModels.run(MODEL, with(new Fault(Kind.CRASH, 300, 301, 0, 0.5, 0.3)), 12);

    assertThat(crashed.violations()).isGreaterThan(calm.violations());
    assertThat(crashed.throughput()).isLessThan(calm.throughput());
    assertThat(crashed.replicaHours()).isEqualTo(calm.replicaHours()); // they are paid for
  }

  @Test
  void aSlowDependencyTakesTimeButNoCpu() {
    RunFigures calm = ServiceModels.run(MODEL, calm(1), 12);
    RunFigures slow =
        ServiceModels.run(
            MODEL, with(new Fault(Kind.DEPENDENCY_SLOW, 0.001, SECONDS, 0.04, 1, 0)), 12);

    assertThat(slow.meanMillis()).isGreaterThan(calm.meanMillis() + 40);
    assertThat(slow.utilization()).isCloseTo(calm.utilization(), within(0.002));
  }

  @Test
  void slowAndLeakingReplicasHurt() {
    RunFigures calm = ServiceModels.run(MODEL, calm(1), 9);
    for (Kind kind : List.of(Kind.REPLICA_SLOW, Kind.LEAK)) {
      RunFigures hurt = ServiceModels.run(MODEL, with(new Fault(kind, 100, 600, 3, 0.4, 0.3)), 9);
      assertThat(hurt.violations()).as(kind.toString()).isGreaterThan(1.5 * calm.violations());
    }
  }

  @Test
  void staleMetricsAreMarkedAsMissingAndKeepTheirValues() {
    List<ServiceState> states = new ArrayList<>();
    ServiceModels.run(
        MODEL,
        with(new Fault(Kind.METRICS_STALE, 300, 600, 0, 1, 0)),
        situation -> {
          states.add(situation.state());
          return Recommendation.of("watch", situation.state().time(), 8);
        },
        8);

    ServiceState before = states.get(18); // after 285 s
    ServiceState during = states.get(25); // after 390 s
    assertThat(before.missing()).isEmpty();
    assertThat(during.missing()).contains(Metric.CPU, Metric.REQUEST_RATE);
    assertThat(during.cpu()).isEqualTo(before.cpu());
    assertThat(during.pods()).allMatch(pod -> !pod.isMeasured());
  }

  @Test
  void faultsAreTheSameWhateverThePolicyAndDifferFromDayToDay() {
    assertThat(FaultProfile.MIXED.day(3)).isEqualTo(FaultProfile.MIXED.day(3));
    assertThat(FaultProfile.MIXED.day(3)).isNotEqualTo(FaultProfile.MIXED.day(4));
    assertThat(FaultProfile.MIXED.day(3)).extracting(Fault::kind).containsOnlyOnce(Kind.values());
  }

  @Test
  void clientsThatWaitForAnswersSendLessToASlowService() {
    Day open = ServiceModels.day(1, SECONDS, List.of(), 1);
    Day closed =
        new Day(
            "closed",
            open.trace(),
            Optional.of(new Day.Clients(40, 0.5)),
            List.of(),
            AlertQuality.NONE,
            0,
            1);

    assertThat(ServiceModels.run(MODEL, closed, 3).requests())
        .isLessThan(ServiceModels.run(MODEL, closed, 10).requests());
  }
}
