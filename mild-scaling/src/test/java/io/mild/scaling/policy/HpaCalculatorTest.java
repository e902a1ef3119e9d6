package io.mild.scaling.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.scaling.PodState;
import io.mild.scaling.PodState.Phase;
import io.mild.scaling.ServiceState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where not calculated here, situations and numbers are those of Kubernetes' own tests. */
class HpaCalculatorTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LONG_AGO = NOW.minusSeconds(3600);

  @Test
  void growsInProportionToUsage() {
    assertThat(replicas(30, 3, ready(.3), ready(.5), ready(.7))).isEqualTo(5);
  }

  @Test
  void shrinksInProportionToUsage() {
    assertThat(replicas(50, 5, ready(.1), ready(.3), ready(.5), ready(.25), ready(.25)))
        .isEqualTo(3);
  }

  @Test
  void aRatioWithinTenPercentChangesNothing() {
    assertThat(replicas(50, 4, all(4, .55))).isEqualTo(4); // 1.1
    assertThat(replicas(50, 4, all(4, .45))).isEqualTo(4); // 0.9
    assertThat(replicas(50, 4, all(4, .56))).isEqualTo(5); // 1.12 × 4 = 4.48
    assertThat(replicas(50, 10, all(10, .44))).isEqualTo(9); // 0.88 × 10 = 8.8
  }

  /** {@code behavior.scaleUp.tolerance} and {@code scaleDown.tolerance}; Kubernetes' KEP 4951. */
  @Test
  void aDirectionMayHaveAToleranceOfItsOwn() {
    HpaSettings settings =
        HpaSettings.builder(50)
            .scaleUp(ScalingRules.UP.withTolerance(0))
            .scaleDown(ScalingRules.DOWN.withTolerance(0.3))
            .build();

    assertThat(replicas(settings, 4, all(4, .51))).isEqualTo(5); // 1.02 × 4 = 4.08
    assertThat(replicas(settings, 4, all(4, .50))).isEqualTo(4);
    assertThat(replicas(settings, 10, all(10, .36))).isEqualTo(10); // 0.72
    assertThat(replicas(settings, 10, all(10, .34))).isEqualTo(7); // 0.68 × 10 = 6.8
    assertThatThrownBy(() -> ScalingRules.UP.withTolerance(-0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tolerance must be from 0 to 1, but was -0.1");
  }

  @Test
  void utilisationIsCutOffToWholePercent() {
    // 1 of 1 pods uses 55.9 % of its request: 55 %, which is tolerated at a target of 50 %
    assertThat(replicas(50, 1, ready(.559))).isEqualTo(1);
    assertThat(replicas(50, 1, ready(.56))).isEqualTo(2);
  }

  @Test
  void unreadyPodsCountAsIdleWhenGrowing() {
    assertThat(replicas(30, 3, unready(.3), ready(.5), ready(.7))).isEqualTo(4);
  }

  @Test
  void podsThatStartCountAsIdleWhenGrowing() {
    assertThat(replicas(30, 3, PodState.pending(NOW), ready(.5), ready(.7))).isEqualTo(4);
  }

  @Test
  void unreadyPodsNeverTurnGrowthIntoShrinkage() {
    assertThat(replicas(30, 3, ready(.4), unready(.5), unready(.7))).isEqualTo(3);
  }

  @Test
  void unreadyPodsAreLeftOutWhenShrinking() {
    assertThat(replicas(50, 5, ready(.1), ready(.3), ready(.5), unready(.25), unready(.25)))
        .isEqualTo(2);
  }

  @Test
  void failedAndDeletedPodsAreLeftOut() {
    assertThat(replicas(30, 2, ready(.5), ready(.7), gone(), gone())).isEqualTo(4);
  }

  @Test
  void podsWithoutSampleCountAsFullyUsedWhenShrinking() {
    assertThat(replicas(100, 4, ready(.4), ready(.095), unmeasured(), unmeasured())).isEqualTo(3);
  }

  @Test
  void podsWithoutSampleCountAsTheTargetWhereThatIsAboveTheRequest() {
    // 75 / 150 = 0.5, with the other at 150 %: (75 + 150) / 2 / 150 = 0.74 × 2 = 1.48
    assertThat(replicas(150, 2, ready(.75), unmeasured())).isEqualTo(2);
    // at 100 % of its request it would be (20 + 100) / 2 / 150 = 0.4 × 2 = 0.8, one pod;
    // at the target it is (20 + 150) / 2 = 85 / 150 = 0.567 × 2 = 1.13
    assertThat(replicas(150, 2, ready(.2), unmeasured())).isEqualTo(2);
  }

  @Test
  void podsWithoutSampleCountAsIdleWhenGrowing() {
    // 190 / 100 = 1.9; with an idle one 95 / 100 = 0.95
    assertThat(replicas(100, 2, ready(1.9), unmeasured())).isEqualTo(2);
    // 300 / 100 = 3; with an idle one 150 / 100 = 1.5 × 2 = 3
    assertThat(replicas(100, 2, ready(3), unmeasured())).isEqualTo(3);
  }

  @Test
  void podsWithoutSampleChangeNothingAtTheTarget() {
    assertThat(replicas(100, 2, ready(1), unmeasured())).isEqualTo(2);
  }

  @Test
  void podsWithoutSampleNeverTurnShrinkageIntoGrowth() {
    assertThat(replicas(50, 3, unready(.1), ready(.45), unmeasured())).isEqualTo(3);
    assertThat(replicas(100, 2, ready(.6), unmeasured())).isEqualTo(2);
  }

  @Test
  void unreadyAndUnmeasuredPodsBothHoldGrowthBack() {
    assertThat(replicas(50, 3, unready(.1), ready(2), unmeasured())).isEqualTo(4);
  }

  @Test
  void aNumberOfPodsThatDiffersNeverTurnsTheDirection() {
    // one of the five that are asked for has a sample, one has none: 2 × 200 / 2 / 50 = 4, which
    // is fewer than five though usage is twice the target
    assertThat(replicas(50, 5, ready(2), unmeasured())).isEqualTo(5);
  }

  @Test
  void withoutAnySampleThereIsNothingToSay() {
    ServiceState state = state(2, unmeasured(), unmeasured());

    assertThat(new HpaCalculator(HpaSettings.ofTarget(50)).replicas(state)).isEmpty();
  }

  @Test
  void aYoungPodCountsOnceASampleWasTakenWhollySinceItBecameReady() {
    Instant started = NOW.minusSeconds(200); // within five minutes
    Instant ready = NOW.minusSeconds(100);
    PodState early = PodState.ready(started, ready, 1, ready.plusSeconds(29));
    PodState whole = PodState.ready(started, ready, 1, ready.plusSeconds(30));

    // left out, the others' 50 % are the target; counted as idle it isn't, as nothing grows
    assertThat(replicas(50, 3, early, ready(.5), ready(.5))).isEqualTo(3);
    // (100 + 50 + 50) / 3 = 66 %, 1.32 × 3 = 3.96
    assertThat(replicas(50, 3, whole, ready(.5), ready(.5))).isEqualTo(4);
  }

  @Test
  void anOldPodThatHasNeverBeenReadyIsLeftOutAndOneThatWasIsNot() {
    Instant started = NOW.minusSeconds(3000);
    PodState never = new PodState(Phase.RUNNING, false, started, started.plusSeconds(29), 1, NOW);
    PodState was = new PodState(Phase.RUNNING, false, started, started.plusSeconds(30), 1, NOW);

    assertThat(replicas(50, 3, never, ready(.5), ready(.5))).isEqualTo(3);
    assertThat(replicas(50, 3, was, ready(.5), ready(.5))).isEqualTo(4);
  }

  @Test
  void meansDoWherePodsAreNotKnown() {
    ServiceState state = ServiceState.builder("checkout", NOW).replicas(4, 0, 4).cpu(.9).build();

    // 90 / 60 = 1.5 × 4
    assertThat(new HpaCalculator(HpaSettings.ofTarget(60)).replicas(state)).hasValue(6);
  }

  private static int replicas(int target, int current, PodState... pods) {
    return replicas(HpaSettings.ofTarget(target), current, pods);
  }

  private static int replicas(HpaSettings settings, int current, PodState... pods) {
    return new HpaCalculator(settings).replicas(state(current, pods)).orElseThrow();
  }

  private static ServiceState state(int current, PodState... pods) {
    return ServiceState.builder("checkout", NOW)
        .replicas(current, 0, current)
        .pods(List.of(pods))
        .build();
  }

  private static PodState[] all(int count, double cpu) {
    PodState[] pods = new PodState[count];
    Arrays.fill(pods, ready(cpu));
    return pods;
  }

  private static PodState ready(double cpu) {
    return PodState.ready(LONG_AGO, LONG_AGO.plusSeconds(60), cpu, NOW);
  }

  private static PodState unready(double cpu) {
    return new PodState(Phase.RUNNING, false, LONG_AGO, LONG_AGO, cpu, NOW);
  }

  private static PodState unmeasured() {
    return ready(Double.NaN);
  }

  private static PodState gone() {
    return new PodState(Phase.GONE, false, LONG_AGO, LONG_AGO, 1, NOW);
  }
}
