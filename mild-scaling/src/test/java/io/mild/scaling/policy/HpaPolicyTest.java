package io.mild.scaling.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.scaling.ReplicaRange;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import io.mild.scaling.policy.ScalingRules.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HpaPolicyTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final HpaSettings SETTINGS = HpaSettings.ofTarget(50);
  private static final ReplicaRange RANGE = new ReplicaRange(1, 100);

  private final HpaPolicy hpa = new HpaPolicy(SETTINGS);

  @Test
  void growsAtOnceToWhatUsageWants() {
    assertThat(at(0, 4, .6)).isEqualTo(5); // 4.8
  }

  @Test
  void growsByNoMoreThanTheLargerOfFourPodsAndTwiceInFifteenSeconds() {
    assertThat(at(0, 2, 5)).isEqualTo(6); // 2 + 4 of 20
    assertThat(at(15, 6, 5)).isEqualTo(12); // twice of 60
    assertThat(at(30, 12, 5)).isEqualTo(24);
  }

  @Test
  void whatGrewWithinThePeriodCountsAgainstItsLimit() {
    HpaSettings settings =
        SETTINGS.toBuilder()
            .scaleUp(
                new ScalingRules(Duration.ZERO, List.of(Limit.pods(4, Duration.ofSeconds(60)))))
            .build();
    HpaPolicy limited = new HpaPolicy(settings);

    assertThat(at(limited, 0, 2, .9)).isEqualTo(4); // 3.6
    assertThat(at(limited, 15, 4, 5)).isEqualTo(6); // 2 + 4
    assertThat(at(limited, 30, 6, 5)).isEqualTo(6); // nothing is left
    assertThat(at(limited, 60, 6, 5)).isEqualTo(8); // the first two are a minute old
  }

  @Test
  void shrinksToTheHighestRecommendationOfFiveMinutes() {
    assertThat(at(0, 10, .5)).isEqualTo(10);
    assertThat(at(150, 10, .3)).isEqualTo(10); // 6, but 10 was wanted 150 s ago
    assertThat(at(285, 10, .1)).isEqualTo(10); // 2
    assertThat(at(300, 10, .1)).isEqualTo(6); // 10 was wanted 300 s ago; 6 is the highest since
    assertThat(at(450, 6, .16)).isEqualTo(2); // 1.9; 6 was wanted 300 s ago
  }

  @Test
  void aNewAutoscalerTakesWhatRunsForItsFirstRecommendation() {
    assertThat(at(0, 10, .1)).isEqualTo(10);
    assertThat(at(285, 10, .1)).isEqualTo(10);
    assertThat(at(300, 10, .1)).isEqualTo(2);
  }

  @Test
  void shrinkingIsLimitedInPercentOfThePeriodsStart() {
    HpaSettings settings =
        SETTINGS.toBuilder()
            .scaleDown(
                new ScalingRules(Duration.ZERO, List.of(Limit.percent(10, Duration.ofSeconds(60)))))
            .build();
    HpaPolicy limited = new HpaPolicy(settings);

    assertThat(at(limited, 0, 40, .1)).isEqualTo(36);
    assertThat(at(limited, 15, 36, .1)).isEqualTo(36); // 10 % of 40 are gone already
    assertThat(at(limited, 60, 36, .1)).isEqualTo(32); // 32.4
  }

  @Test
  void looksAgainAfterFifteenSecondsAndRepeatsItselfBefore() {
    assertThat(at(0, 4, .6)).isEqualTo(5);
    assertThat(at(14, 5, 5)).isEqualTo(5);
    assertThat(at(15, 5, 5)).isEqualTo(10);
  }

  @Test
  void bringsReplicasIntoTheRangeAtOnce() {
    assertThat(recommend(0, 2, .5, new ReplicaRange(5, 8))).isEqualTo(5);
    assertThat(recommend(15, 12, .5, new ReplicaRange(5, 8))).isEqualTo(8);
    assertThat(recommend(30, 8, 5, new ReplicaRange(5, 8))).isEqualTo(8);
  }

  @Test
  void aFloorThatIsTakenBackLeavesWhatWasWantedMeanwhile() {
    ReplicaRange floor = new ReplicaRange(10, 100);
    for (int t = 0; t < 300; t += 15) {
      assertThat(recommend(t, 10, .2, floor)).isEqualTo(10); // 4 are wanted
    }
    assertThat(recommend(300, 10, .2, RANGE)).isEqualTo(4);
  }

  @Test
  void changesNothingWithoutSamplesOrWhereTheServiceIsSwitchedOff() {
    ServiceState blind = ServiceState.builder("checkout", START).replicas(7, 0, 7).build();
    ServiceState off = ServiceState.builder("checkout", START).replicas(0, 0, 0).cpu(0).build();

    assertThat(hpa.recommend(Situation.of(blind, RANGE)).replicas()).isEqualTo(7);
    assertThat(new HpaPolicy(SETTINGS).recommend(Situation.of(off, RANGE)).replicas()).isZero();
  }

  @Test
  void whereTheClockIsSetBackItBeginsAnew() {
    assertThat(at(3600, 10, .5)).isEqualTo(10);
    assertThat(at(0, 4, .6)).isEqualTo(5); // and doesn't repeat itself for an hour
    assertThat(at(285, 5, .1)).isEqualTo(5);
    assertThat(at(300, 5, .1)).isEqualTo(1); // nor keeps the ten of a time to come
  }

  private int at(int seconds, int replicas, double cpu) {
    return at(hpa, seconds, replicas, cpu);
  }

  private static int at(HpaPolicy policy, int seconds, int replicas, double cpu) {
    return policy.recommend(Situation.of(state(seconds, replicas, cpu), RANGE)).replicas();
  }

  private int recommend(int seconds, int replicas, double cpu, ReplicaRange range) {
    return hpa.recommend(Situation.of(state(seconds, replicas, cpu), range)).replicas();
  }

  private static ServiceState state(int seconds, int replicas, double cpu) {
    return ServiceState.builder("checkout", START.plusSeconds(seconds))
        .replicas(replicas, 0, replicas)
        .cpu(cpu)
        .build();
  }
}
