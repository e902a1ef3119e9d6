package io.mild.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.SafetyGovernor.ResizeRuling;
import io.mild.scaling.SafetyGovernor.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SafetyGovernorTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final ReplicaRange RANGE = new ReplicaRange(2, 20);
  private static final SafetyLimits NO_WARM_UP =
      SafetyLimits.builder().warmUp(Duration.ZERO).build();

  private boolean killed;
  private SafetyLimits limits = NO_WARM_UP;

  @Test
  void grantsWhatNoSafeguardCuts() {
    Floor wanted = floor(6, 60);
    Ruling ruling = governor(Mode.ACT).rule(proposal(0, 4, null, wanted));

    assertThat(ruling.granted()).contains(new Floor("checkout", 6, "d0", wanted.expires()));
    assertThat(ruling.blocks()).isEmpty();
  }

  @Test
  void aFloorNoHigherThanTheFewestReplicasIsNone() {
    assertThat(governor(Mode.ACT).rule(proposal(0, 4, null, floor(2, 60))).granted()).isEmpty();
  }

  // Modes, kill switch, pause

  @Test
  void adviseIsToldAndNotDone() {
    Ruling ruling = governor(Mode.ADVISE).rule(proposal(0, 4, null, floor(6, 60)));

    assertThat(ruling.granted()).isPresent();
    assertThat(safeguards(ruling)).containsExactly(Safeguard.MODE);
  }

  @Test
  void offTakesBackWhatHolds() {
    Ruling ruling = governor(Mode.OFF).rule(proposal(0, 4, floor(6, 60), floor(8, 60)));

    assertThat(ruling.granted()).isEmpty();
    assertThat(safeguards(ruling)).containsExactly(Safeguard.MODE);
  }

  @Test
  void theKillSwitchTakesBackWhatHoldsEvenInAFreeze() {
    SafetyGovernor governor = governor(Mode.ACT);
    killed = true;
    Ruling ruling = governor.rule(frozen(0, 4, floor(6, 60)));

    assertThat(ruling.granted()).isEmpty();
    assertThat(safeguards(ruling)).containsExactly(Safeguard.KILL_SWITCH);
  }

  @Test
  void whenTheKillSwitchIsReleasedItGoesOn() {
    SafetyGovernor governor = governor(Mode.ACT);
    killed = true;
    governor.rule(proposal(0, 4, null, floor(6, 60)));
    killed = false;

    assertThat(governor.rule(proposal(60, 4, null, floor(6, 60))).granted()).isPresent();
  }

  @Test
  void aPauseChangesNothingUntilItIsOver() {
    SafetyGovernor governor = governor(Mode.ACT);
    governor.pause(START.plusSeconds(600));
    Floor held = floor(6, 5);

    Ruling paused = governor.rule(proposal(599, 4, held, null));
    assertThat(paused.granted()).contains(held);
    assertThat(safeguards(paused)).containsExactly(Safeguard.PAUSE);
    assertThat(governor.rule(proposal(600, 4, held, null)).granted()).isEmpty();
  }

  @Test
  void whatIsAskedForIsToldFromWhatIsHeldForOtherReasons() {
    assertThat(governor(Mode.ACT).rule(proposal(0, 4, null, floor(6, 60))).isAsked()).isTrue();
    limits = NO_WARM_UP.toBuilder().step(1).build();
    assertThat(governor(Mode.ACT).rule(proposal(0, 4, null, floor(6, 60))).isAsked())
        .as("cut to a step")
        .isTrue();
    assertThat(governor(Mode.ACT).rule(proposal(0, 6, null, floor(6, 60))).isAsked())
        .as("what an autoscaler asks for anyway")
        .isFalse();
    assertThat(governor(Mode.ACT).rule(blind(0, 7, null)).isAsked()).as("a freeze").isFalse();
    limits = NO_WARM_UP.toBuilder().replicaHoursPerDay(0).build();
    assertThat(governor(Mode.ACT).rule(proposal(0, 4, null, floor(6, 60))).isAsked())
        .as("what can't be afforded")
        .isFalse();

    SafetyGovernor paused = governor(Mode.ACT);
    paused.pause(START.plusSeconds(60));
    assertThat(paused.rule(proposal(0, 4, floor(6, 60), floor(6, 60))).isAsked()).isFalse();
  }

  // Range, step, cool-down, flapping

  @Test
  void noFloorIsAboveTheMostReplicas() {
    limits = NO_WARM_UP.toBuilder().step(100).build();
    Ruling ruling = governor(Mode.ACT).rule(proposal(0, 4, null, floor(30, 60)));

    assertThat(replicas(ruling)).isEqualTo(20);
    assertThat(safeguards(ruling)).containsExactly(Safeguard.RANGE);
  }

  @Test
  void noFloorRisesByMoreThanAStepAboveWhatHoldsOrRuns() {
    limits = NO_WARM_UP.toBuilder().step(3).build();
    Ruling runs = governor(Mode.ACT).rule(proposal(0, 4, null, floor(15, 60)));
    Ruling holds = governor(Mode.ACT).rule(proposal(0, 4, floor(9, 60), floor(15, 60)));

    assertThat(replicas(runs)).isEqualTo(7);
    assertThat(replicas(holds)).isEqualTo(12);
    assertThat(safeguards(runs)).containsExactly(Safeguard.STEP);
  }

  @Test
  void noFloorRisesTwiceWithinTheCoolDown() {
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = carryOut(governor, 0, proposal(0, 4, null, floor(6, 60)));

    Ruling early = governor.rule(proposal(179, 6, held, floor(8, 60)));
    assertThat(early.granted()).contains(held);
    assertThat(safeguards(early)).containsExactly(Safeguard.COOL_DOWN);
    assertThat(replicas(governor.rule(proposal(180, 6, held, floor(8, 60))))).isEqualTo(8);
  }

  @Test
  void aFloorThatCouldNotBeCarriedOutStartsNoCoolDown() {
    SafetyGovernor governor = governor(Mode.ACT);
    governor.rule(proposal(0, 4, null, floor(6, 60)));

    assertThat(replicas(governor.rule(proposal(15, 4, null, floor(6, 60))))).isEqualTo(6);
  }

  @Test
  void aFloorThatFlapsIsNoLongerRaised() {
    limits = NO_WARM_UP.toBuilder().changesPerHour(4).coolDown(Duration.ZERO).build();
    SafetyGovernor governor = governor(Mode.ACT);
    for (int i = 0; i < 2; i++) {
      Floor held = carryOut(governor, 600 * i, proposal(600 * i, 4, null, floor(6, 60)));
      governor.rule(proposal(600 * i + 300, 4, held, null));
      governor.carriedOut(
          "checkout", START.plusSeconds(600L * i + 300), Optional.of(held), Optional.empty());
    }
    Ruling fifth = governor.rule(proposal(1200, 4, null, floor(6, 60)));

    assertThat(fifth.granted()).isEmpty();
    assertThat(safeguards(fifth)).containsExactly(Safeguard.FLAPPING);
    // an hour after the first change, three are left
    assertThat(governor.rule(proposal(3600, 4, null, floor(6, 90))).granted()).isPresent();
  }

  // Budget and expiry

  @Test
  void whatAFloorIsGoingToCostBeyondThePlainAutoscalerIsCutToTheBudget() {
    limits = NO_WARM_UP.toBuilder().replicaHoursPerDay(3).build();
    Ruling ruling = governor(Mode.ACT).rule(proposal(0, 4, null, floor(10, 60)));

    // (10 − 4) for an hour are 6; 3 are affordable
    assertThat(replicas(ruling)).isEqualTo(7);
    assertThat(safeguards(ruling)).containsExactly(Safeguard.BUDGET);
  }

  @Test
  void whatWasSpentIsGoneForADay() {
    limits = NO_WARM_UP.toBuilder().replicaHoursPerDay(2).build();
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = carryOut(governor, 0, proposal(0, 4, null, floor(6, 60)));
    governor.rule(proposal(3600, 6, 4, held, null)); // 2 replicas for an hour

    Ruling spent = governor.rule(proposal(7200, 4, null, floor(6, 180)));
    assertThat(spent.granted().map(Floor::replicas)).contains(4); // what runs anyway
    assertThat(safeguards(spent)).containsExactly(Safeguard.BUDGET);
    int dayLater = 3600 + 86_400;
    assertThat(replicas(governor.rule(proposal(dayLater, 4, null, floor(6, 25 * 60 + 30)))))
        .isEqualTo(6);
  }

  @Test
  void whatAPlainAutoscalerWantsAnywayCostsNothing() {
    limits = NO_WARM_UP.toBuilder().replicaHoursPerDay(0).build();

    assertThat(replicas(governor(Mode.ACT).rule(proposal(0, 8, null, floor(8, 60))))).isEqualTo(8);
  }

  @Test
  void noFloorIsSetForLongerThanTheLongest() {
    limits = NO_WARM_UP.toBuilder().floorLifetime(Duration.ofMinutes(30)).build();
    Ruling ruling = governor(Mode.ACT).rule(proposal(0, 4, null, floor(6, 60)));

    assertThat(ruling.granted().orElseThrow().expires()).isEqualTo(START.plusSeconds(1800));
    assertThat(safeguards(ruling)).containsExactly(Safeguard.EXPIRY);
  }

  @Test
  void aFloorIsRenewedOnlyWhenItIsAboutToExpire() {
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = floor(6, 60);

    assertThat(governor.rule(proposal(3000, 6, held, floor(6, 90))).granted()).contains(held);
    assertThat(governor.rule(proposal(3450, 6, held, floor(6, 90))).granted().orElseThrow())
        .extracting(Floor::expires)
        .isEqualTo(START.plusSeconds(5400));
    assertThat(governor.rule(proposal(3599, 6, held, floor(6, 60))).granted()).contains(held);
  }

  // What may not shrink

  @Test
  void aMissingMetricHoldsWhatIsAskedFor() {
    Ruling ruling = governor(Mode.ACT).rule(blind(0, 7, null));

    assertThat(ruling.granted()).contains(new Floor("checkout", 7, "d0", START.plusSeconds(300)));
    assertThat(safeguards(ruling)).containsExactly(Safeguard.FREEZE);
  }

  @Test
  void aMissingMetricNeverLowersAFloor() {
    Ruling ruling = governor(Mode.ACT).rule(blind(600, 4, floor(9, 5)));

    assertThat(replicas(ruling)).isEqualTo(9);
  }

  @Test
  void aMetricThatIsNotRequiredMayBeMissing() {
    Proposal noLatency = proposal(0, 4, null, null);

    assertThat(noLatency.state().missing()).contains(Metric.LATENCY);
    assertThat(governor(Mode.ACT).rule(noLatency).granted()).isEmpty();
  }

  @Test
  void aFreezeHoldsTheMostThatWasAskedForSinceItBegan() {
    SafetyGovernor governor = governor(Mode.ACT);
    assertThat(replicas(governor.rule(frozen(0, 5, null)))).isEqualTo(5);
    assertThat(replicas(governor.rule(frozen(60, 8, null)))).isEqualTo(8);
    assertThat(replicas(governor.rule(frozen(120, 6, null)))).isEqualTo(8);
  }

  @Test
  void aFreezeLastsAsLongAsItIsSaidToAndIsNotWrittenAtEachDecision() {
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = carryOut(governor, 0, frozen(0, 5, null));

    assertThat(held.expires()).isEqualTo(START.plusSeconds(3600));
    assertThat(governor.rule(frozen(600, 5, held)).granted()).contains(held);
  }

  @Test
  void aFreezeThatIsOverLetsGoAndTheNextBeginsAnew() {
    SafetyGovernor governor = governor(Mode.ACT);
    governor.rule(frozen(0, 8, null));
    assertThat(governor.rule(proposal(60, 8, floor(8, 5), null)).granted()).isEmpty();
    assertThat(replicas(governor.rule(frozen(120, 4, null)))).isEqualTo(4);
  }

  @Test
  void aFreezeIsNeitherStoppedByCoolDownNorByBudget() {
    limits = NO_WARM_UP.toBuilder().replicaHoursPerDay(0).build();
    SafetyGovernor governor = governor(Mode.ACT);
    carryOut(governor, 0, frozen(0, 5, null));

    assertThat(replicas(governor.rule(frozen(15, 8, null)))).isEqualTo(8);
  }

  @Test
  void aFreezeDelaysNoRise() {
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = carryOut(governor, 0, frozen(0, 5, null));

    assertThat(replicas(governor.rule(proposal(15, 5, held, floor(8, 60))))).isEqualTo(8);
  }

  @Test
  void noFloorIsLoweredDuringWarmUp() {
    limits = SafetyLimits.DEFAULT;
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = floor(6, 60);
    governor.rule(proposal(0, 6, held, null));

    Ruling warm = governor.rule(proposal(299, 6, held, null));
    assertThat(warm.granted()).contains(held);
    assertThat(safeguards(warm)).containsExactly(Safeguard.WARM_UP);
    assertThat(governor.rule(proposal(300, 6, held, null)).granted()).isEmpty();
  }

  // Clocks that are set

  @Test
  void whereTheClockIsSetNothingIsLoweredUntilItIsWarmAgain() {
    limits = SafetyLimits.DEFAULT;
    for (int step : new int[] {-3600, 3600}) {
      SafetyGovernor governor = governor(Mode.ACT);
      Floor held = floor(6, 60);
      governor.rule(proposal(0, 6, held, held));
      governor.rule(proposal(300, 6, held, held));

      Ruling stepped = governor.rule(proposal(300 + step, 6, held, null));
      assertThat(replicas(stepped)).isEqualTo(6);
      assertThat(safeguards(stepped)).contains(Safeguard.WARM_UP);
      Resize larger = larger(1.5, 60);
      Instant now = START.plusSeconds(300 + step);
      assertThat(governor.rule(now, Optional.of(larger), Optional.empty()).granted())
          .contains(larger);
      assertThat(governor.rule(proposal(600 + step, 6, held, null)).granted()).isEmpty();
      assertThat(
              governor.rule(now.plusSeconds(300), Optional.of(larger), Optional.empty()).granted())
          .isEmpty();
    }
  }

  /** A loop that decides each ten minutes is slow, and no clock. */
  @Test
  void whoIsAlwaysSlowIsWarmOnce() {
    limits = SafetyLimits.DEFAULT;
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = floor(6, 60);
    governor.rule(proposal(0, 6, held, held));
    governor.rule(proposal(600, 6, held, held));

    assertThat(governor.rule(proposal(1200, 6, held, null)).granted()).isEmpty();
  }

  @Test
  void coolDownAndFlapBudgetDoNotWaitForATimeToComeAgain() {
    limits = NO_WARM_UP.toBuilder().changesPerHour(1).build();
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = carryOut(governor, 3600, proposal(3600, 4, null, floor(6, 120)));

    assertThat(replicas(governor.rule(proposal(0, 6, held, floor(8, 60))))).isEqualTo(8);
  }

  @Test
  void aFewSecondsBackAreNoStep() {
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = carryOut(governor, 60, proposal(60, 4, null, floor(6, 60)));

    Ruling early = governor.rule(proposal(55, 6, held, floor(8, 60)));
    assertThat(safeguards(early)).containsExactly(Safeguard.COOL_DOWN);
  }

  @Test
  void noFloorLivesLongerForAClockThatIsSetBack() {
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = carryOut(governor, 3600, proposal(3600, 4, null, floor(6, 180)));
    assertThat(held.expires()).isEqualTo(START.plusSeconds(3600 + 7200));

    Floor cut = governor.rule(proposal(0, 6, held, held)).granted().orElseThrow();
    assertThat(cut.expires()).isEqualTo(START.plusSeconds(7200));
    Resize larger = larger(1.5, 180);
    assertThat(governor.rule(START, Optional.of(larger), Optional.of(larger)).granted())
        .contains(larger(1.5, 120));
  }

  /** Two replicas for two hours, not for a year. */
  @Test
  void aJumpAheadCostsNoMoreThanAFloorMayLive() {
    limits = NO_WARM_UP.toBuilder().replicaHoursPerDay(5).build();
    SafetyGovernor governor = governor(Mode.ACT);
    Floor held = carryOut(governor, 0, proposal(0, 4, null, floor(6, 30)));
    int year = 365 * 86_400;
    governor.rule(proposal(year, 6, 4, held, null));

    Ruling next = governor.rule(proposal(year + 60, 4, null, floor(5, year / 60 + 61)));
    assertThat(replicas(next)).isEqualTo(5); // of the 5 hours 4 are spent, and one is left
  }

  @Property
  void whateverIsWantedAFloorStaysWithinItsLimits(
      @ForAll @IntRange(min = 1, max = 100) int wanted,
      @ForAll @IntRange(min = 0, max = 30) int desired,
      @ForAll @IntRange(min = 1, max = 10) int step,
      @ForAll @IntRange(min = 0, max = 40) int budget) {
    limits = NO_WARM_UP.toBuilder().step(step).replicaHoursPerDay(budget).build();
    Optional<Floor> granted =
        governor(Mode.ACT).rule(proposal(0, desired, null, floor(wanted, 90))).granted();

    granted.ifPresent(
        floor -> {
          assertThat(floor.replicas()).isBetween(3, Math.min(20, Math.max(2, desired + step)));
          assertThat((floor.replicas() - Math.max(2, desired)) * 1.5).isLessThanOrEqualTo(budget);
        });
  }

  @Test
  void replicaHoursAreOfTheLatestDay() {
    ReplicaHours hours = new ReplicaHours();
    hours.add(START, 2);
    hours.add(START.plusSeconds(3600), 3);

    assertThat(hours.of(START.plusSeconds(86_399))).isCloseTo(5, within(1e-12));
    assertThat(hours.of(START.plusSeconds(86_400))).isCloseTo(3, within(1e-12));
  }

  @Test
  void limitsRefuseWhatCannotBe() {
    assertThatThrownBy(() -> SafetyLimits.builder().step(0).build()).hasMessageContaining("0");
    assertThatThrownBy(() -> SafetyLimits.builder().replicaHoursPerDay(-1).build())
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> SafetyLimits.builder().floorLifetime(Duration.ZERO).build())
        .hasMessageContaining("PT0S");
  }

  // Resizing

  @Test
  void replicasAreResizedWithinWhatIsAllowed() {
    ResizeRuling ruling = resize(Mode.ACT, null, larger(1.5, 60));
    assertThat(ruling.granted()).contains(larger(1.5, 60));
    assertThat(ruling.blocks()).isEmpty();

    ResizeRuling cut = resize(Mode.ACT, null, larger(8, 60));
    assertThat(cut.granted()).contains(larger(2, 60));
    assertThat(cut.blocks())
        .singleElement()
        .satisfies(block -> assertThat(block.safeguard()).isEqualTo(Safeguard.RESIZE))
        .satisfies(block -> assertThat(block.reason()).contains("8.00", "2.00"));
  }

  @Test
  void noReplicaIsResizedForLongerThanAFloorLives() {
    ResizeRuling ruling = resize(Mode.ACT, null, larger(1.5, 300));

    assertThat(ruling.granted()).contains(larger(1.5, 120));
    assertThat(ruling.blocks().get(0).safeguard()).isEqualTo(Safeguard.EXPIRY);
  }

  @Test
  void aResizeThatHoldsIsNotWrittenAnewUnlessItIsAboutToExpire() {
    assertThat(resize(Mode.ACT, larger(1.5, 6), larger(1.5, 60)).granted())
        .contains(larger(1.5, 6));
    assertThat(resize(Mode.ACT, larger(1.5, 5), larger(1.5, 60)).granted())
        .contains(larger(1.5, 60));
    assertThat(resize(Mode.ACT, larger(1.5, 60), null).granted()).isEmpty();
  }

  @Test
  void modeKillSwitchAndPauseHoldForResizingToo() {
    Resize held = larger(1.5, 60);
    assertThat(resize(Mode.OFF, held, held).granted()).isEmpty();
    ResizeRuling advised = resize(Mode.ADVISE, null, held);
    assertThat(advised.granted()).contains(held);
    assertThat(advised.blocks().get(0).safeguard()).isEqualTo(Safeguard.MODE);

    SafetyGovernor paused = governor(Mode.ACT);
    paused.pause(START.plusSeconds(60));
    assertThat(paused.rule(START, Optional.empty(), Optional.of(held)).granted()).isEmpty();
    assertThat(paused.rule(START, Optional.of(held), Optional.empty()).granted()).contains(held);

    killed = true;
    assertThat(resize(Mode.ACT, held, held).granted()).isEmpty();
  }

  @Test
  void whereNoGrowthIsAllowedThereIsNone() {
    limits = SafetyLimits.builder().resize(1).build();

    assertThat(resize(Mode.ACT, null, larger(1.5, 60)).granted()).isEmpty();
  }

  private ResizeRuling resize(Mode mode, Resize before, Resize wanted) {
    return governor(mode).rule(START, Optional.ofNullable(before), Optional.ofNullable(wanted));
  }

  private static Resize larger(double factor, int expiresInMinutes) {
    return new Resize(
        "checkout", Resource.MEMORY, factor, "d", START.plusSeconds(60L * expiresInMinutes));
  }

  private SafetyGovernor governor(Mode mode) {
    return new SafetyGovernor(mode, limits, () -> killed);
  }

  private static Floor carryOut(SafetyGovernor governor, int seconds, Proposal proposal) {
    Floor granted = governor.rule(proposal).granted().orElseThrow();
    governor.carriedOut(
        "checkout", START.plusSeconds(seconds), proposal.before(), Optional.of(granted));
    return granted;
  }

  private static List<Safeguard> safeguards(Ruling ruling) {
    return ruling.blocks().stream().map(Decision.Block::safeguard).toList();
  }

  private static int replicas(Ruling ruling) {
    return ruling.granted().orElseThrow().replicas();
  }

  private static Floor floor(int replicas, int expiresInMinutes) {
    return new Floor("checkout", replicas, "before", START.plusSeconds(60L * expiresInMinutes));
  }

  private static Proposal proposal(int seconds, int desired, Floor before, Floor wanted) {
    return proposal(seconds, desired, desired, before, wanted);
  }

  private static Proposal proposal(int seconds, int desired, int hpa, Floor before, Floor wanted) {
    return proposal(seconds, desired, .5, hpa, before, wanted, List.of());
  }

  private static Proposal blind(int seconds, int desired, Floor before) {
    return proposal(seconds, desired, Double.NaN, desired, before, null, List.of());
  }

  private static Proposal frozen(int seconds, int desired, Floor before) {
    return proposal(seconds, desired, .5, desired, before, null, List.of("an upstream fails"));
  }

  private static Proposal proposal(
      int seconds,
      int desired,
      double cpu,
      int hpa,
      Floor before,
      Floor wanted,
      List<String> freeze) {
    Instant now = START.plusSeconds(seconds);
    return new Proposal(
        "d" + seconds,
        now,
        ServiceState.builder("checkout", now).replicas(desired, 0, desired).cpu(cpu).build(),
        RANGE,
        Optional.ofNullable(before),
        Optional.ofNullable(wanted),
        freeze,
        freeze.isEmpty() ? now : START.plusSeconds(3600),
        hpa);
  }
}
