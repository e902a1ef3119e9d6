package io.mild.scaling.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.scaling.ReplicaRange;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThresholdPolicyTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final ThresholdPolicy policy = new ThresholdPolicy(ThresholdPolicy.Settings.DEFAULT);

  @Test
  void takesAStepAtTheThirdEvaluationInARow() {
    assertThat(at(0, 4, .8)).isEqualTo(4);
    assertThat(at(30, 4, .75)).isEqualTo(4);
    assertThat(at(60, 4, .8)).isEqualTo(5);
  }

  @Test
  void oneEvaluationBetweenTheThresholdsStartsTheCountAgain() {
    at(0, 4, .8);
    at(30, 4, .8);
    at(60, 4, .7);
    at(90, 4, .8);

    assertThat(at(120, 4, .8)).isEqualTo(4);
    assertThat(at(150, 4, .8)).isEqualTo(5);
  }

  @Test
  void aMissingCpuStartsTheCountAgain() {
    at(0, 4, .2);
    at(30, 4, .2);
    at(60, 4, Double.NaN);

    assertThat(at(90, 4, .2)).isEqualTo(4);
  }

  @Test
  void askedMoreOftenItDoesNotCountFaster() {
    for (int t = 0; t < 60; t++) {
      assertThat(at(t, 4, .9)).isEqualTo(4);
    }
  }

  @Test
  void restsAfterAStep() {
    at(0, 4, .9);
    at(30, 4, .9);
    assertThat(at(60, 4, .9)).isEqualTo(5);
    for (int t = 90; t < 240; t += 30) {
      assertThat(at(t, 5, .9)).isEqualTo(5);
    }
    assertThat(at(240, 5, .9)).isEqualTo(6);
  }

  @Test
  void whereTheClockIsSetBackItWaitsForNoTimeToComeAgain() {
    for (int t = 3600; t <= 3660; t += 30) {
      at(t, 4, .9);
    }
    at(0, 5, .9);
    at(30, 5, .9);
    assertThat(at(60, 5, .9)).isEqualTo(6);
  }

  @Test
  void staysWithinTheRange() {
    at(0, 1, .1);
    at(30, 1, .1);
    assertThat(at(60, 1, .1)).isEqualTo(1);
  }

  @Test
  void refusesThresholdsThatDoNotAscend() {
    assertThatThrownBy(() -> ThresholdPolicy.Settings.builder().high(.3).low(.3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.3");
  }

  private int at(int seconds, int replicas, double cpu) {
    ServiceState state =
        ServiceState.builder("checkout", START.plusSeconds(seconds))
            .replicas(replicas, 0, replicas)
            .cpu(cpu)
            .build();
    return policy.recommend(Situation.of(state, new ReplicaRange(1, 10))).replicas();
  }
}
