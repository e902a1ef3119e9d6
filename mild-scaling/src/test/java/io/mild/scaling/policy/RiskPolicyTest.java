package io.mild.scaling.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.scaling.Recommendation;
import io.mild.scaling.Recommendation.Growth;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.Resource;
import io.mild.scaling.RiskSignal;
import io.mild.scaling.RiskSignal.Role;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RiskPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ReplicaRange RANGE = new ReplicaRange(2, 20);

  private final RiskPolicy policy = new RiskPolicy(RiskPolicy.Settings.DEFAULT);

  @Test
  void reservesAtTheRootCauseOfASaturation() {
    RiskSignal signal = signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 25);

    Recommendation recommendation = recommend(0, 4, signal);

    assertThat(recommendation.replicas()).isEqualTo(6); // 4 × 1.5
    assertThat(recommendation.freeze()).isFalse();
    assertThat(recommendation.until()).isEqualTo(signal.expires());
    assertThat(recommendation.reasons())
        .containsExactly(
            "checkout may fail in 10 to 25 min (risk 0.83, checkout_cpu): 6 replicas are reserved"
                + " at its root cause");
  }

  @Test
  void waitsUntilTheFailureMayBeAsNearAsStartUpAndReserve() {
    // a minute and half an hour: due 31 minutes before the latest failure
    assertThat(recommend(0, 4, signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 32)).replicas())
        .isEqualTo(2);
    assertThat(recommend(60, 4, signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 32)).replicas())
        .isEqualTo(6);
  }

  @Test
  void theFloorStaysWhatItWasWhenTheFailureWasFirstPredicted() {
    RiskSignal signal = signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 25);

    assertThat(recommend(0, 4, signal).replicas()).isEqualTo(6);
    assertThat(recommend(60, 6, signal).replicas()).isEqualTo(6);
    assertThat(recommend(120, 9, signal).replicas()).isEqualTo(6);
  }

  @Test
  void anIncidentThatAlertsAgainAsksForNoMoreWhileItsFloorMayHold() {
    RiskSignal signal = signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 25); // for 35 minutes
    recommend(0, 4, signal);
    recommend(60, 6);
    assertThat(recommend(120, 6, signal).replicas()).isEqualTo(6);

    recommend(35 * 60, 4);
    RiskSignal later =
        signal.toBuilder().expires(signal.expires().plus(Duration.ofMinutes(35))).build();
    assertThat(recommend(35 * 60 + 60, 2, later).replicas()).isEqualTo(3);
  }

  @Test
  void whatWasAskedForBeforeTheReserveIsDueCounts() {
    RiskSignal far = signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 90);
    recommend(0, 4, far);

    assertThat(recommend(3600, 12, signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 90)).replicas())
        .isEqualTo(6);
  }

  @Test
  void aLeakIsRestartedAndNeverScaled() {
    Recommendation recommendation =
        recommend(0, 4, signal(Role.ROOT_CAUSE, Resource.MEMORY, .6, 5));

    assertThat(recommendation.replicas()).isEqualTo(2);
    assertThat(recommendation.freeze()).isFalse();
    assertThat(recommendation.advice()).singleElement().asString().contains("Restart checkout");
  }

  @Test
  void aLeakThatMayBeResizedIsGivenMemoryWhenItsFailureIsNearAndRestartIsStillAdvised() {
    RiskPolicy resizing =
        new RiskPolicy(
            RiskPolicy.Settings.builder().resize(2).resizeFor(Duration.ofHours(1)).build());
    RiskSignal leak = signal(Role.ROOT_CAUSE, Resource.MEMORY, .6, 40);

    assertThat(recommend(resizing, 0, 4, leak).growth()).isEmpty(); // due in 9 minutes
    Recommendation due = recommend(resizing, 540, 4, leak);
    assertThat(due.growth())
        .contains(new Growth(Resource.MEMORY, 2, NOW.plusSeconds(540).plusSeconds(3600)));
    assertThat(due.replicas()).isEqualTo(2);
    assertThat(due.advice()).singleElement().asString().contains("Restart checkout");
    assertThat(recommend(0, 4, signal(Role.ROOT_CAUSE, Resource.MEMORY, .6, 5)).growth())
        .as("unless it is asked for")
        .isEmpty();
  }

  @Test
  void replicasAreGivenCpuWhereThereCannotBeMoreOfThem() {
    RiskPolicy resizing = new RiskPolicy(RiskPolicy.Settings.builder().resize(1.5).build());
    RiskSignal starving = signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 25);

    assertThat(recommend(resizing, 0, 19, starving).growth()).isEmpty();
    assertThat(recommend(resizing, 60, 20, starving).growth().map(Growth::resource))
        .contains(Resource.SATURATION);
  }

  @Test
  void nobodyIsResizedWhoIsNotTheNamedRoot() {
    RiskPolicy resizing = new RiskPolicy(RiskPolicy.Settings.builder().resize(2).build());

    for (RiskSignal signal :
        List.of(
            signal(Role.VICTIM, Resource.MEMORY, .6, 5),
            signal(Role.CANDIDATE, Resource.MEMORY, .6, 5),
            signal(Role.ROOT_CAUSE, Resource.MEMORY, .1, 5),
            signal(Role.ROOT_CAUSE, Resource.DISK, .6, 5),
            signal(Role.ROOT_CAUSE, Resource.UNKNOWN, .6, 5))) {
      assertThat(recommend(resizing, 0, 20, signal).growth()).as(signal.toString()).isEmpty();
    }
  }

  @Test
  void aFullDiskIsCleanedAndNeverScaled() {
    Recommendation recommendation = recommend(0, 4, signal(Role.ROOT_CAUSE, Resource.DISK, .6, 5));

    assertThat(recommendation.replicas()).isEqualTo(2);
    assertThat(recommendation.advice()).singleElement().asString().contains("Rotate or clean");
  }

  @Test
  void whatRunsOutForAnUnknownReasonIsOnlyFrozen() {
    Recommendation recommendation =
        recommend(0, 4, signal(Role.ROOT_CAUSE, Resource.UNKNOWN, .6, 5));

    assertThat(recommendation.replicas()).isEqualTo(2);
    assertThat(recommendation.freeze()).isTrue();
    assertThat(recommendation.advice()).hasSize(1);
  }

  @Test
  void anAmbiguousRootCauseIsOnlyFrozen() {
    for (RiskSignal signal :
        List.of(
            signal(Role.ROOT_CAUSE, Resource.SATURATION, .19, 5),
            signal(Role.CANDIDATE, Resource.SATURATION, .6, 5))) {
      Recommendation recommendation = recommend(0, 4, signal);

      assertThat(recommendation.replicas()).isEqualTo(2);
      assertThat(recommendation.freeze()).isTrue();
      assertThat(recommendation.until()).isEqualTo(signal.expires());
      assertThat(recommendation.advice()).hasSize(1);
    }
  }

  @Test
  void aVictimIsFrozenAndNotScaled() {
    Recommendation recommendation =
        recommend(0, 4, signal(Role.VICTIM, Resource.SATURATION, .6, 5));

    assertThat(recommendation.replicas()).isEqualTo(2);
    assertThat(recommendation.freeze()).isTrue();
    assertThat(recommendation.advice()).isEmpty();
  }

  @Test
  void whatFailsIsActedOnAtOnceAndSaidToFail() {
    Recommendation root = recommend(0, 4, signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 0));
    assertThat(root.replicas()).isEqualTo(6);
    assertThat(root.reasons().get(0)).startsWith("checkout fails (risk 0.83, checkout_cpu): 6");
    assertThat(recommend(0, 4, signal(Role.CANDIDATE, Resource.UNKNOWN, 0, 0)).advice())
        .containsExactly("Look at checkout: it may be the root cause of a failure.");
    assertThat(recommend(0, 4, signal(Role.VICTIM, Resource.UNKNOWN, 0, 0)).reasons().get(0))
        .endsWith("it suffers from another service's failure");
  }

  @Test
  void namesTheIncidentsThatItAsksForSomethingBecauseOf() {
    RiskSignal near = signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 25);
    RiskSignal far = signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 90);
    RiskSignal leak = signal(Role.ROOT_CAUSE, Resource.MEMORY, .6, 5);
    RiskSignal victim = signal(Role.VICTIM, Resource.SATURATION, .6, 5);

    assertThat(recommend(0, 4, of("a", near), of("b", far), of("c", leak), of("d", victim)))
        .extracting(Recommendation::incidents)
        .isEqualTo(Set.of("a"));
    RiskPolicy resizing = new RiskPolicy(RiskPolicy.Settings.builder().resize(2).build());
    assertThat(recommend(resizing, 0, 4, of("c", leak), near).incidents()).containsExactly("c");
  }

  private static RiskSignal of(String incident, RiskSignal signal) {
    return signal.toBuilder().incident(incident).build();
  }

  @Test
  void anExpiredSignalIsNotActedOn() {
    Recommendation recommendation =
        recommend(7200, 4, signal(Role.ROOT_CAUSE, Resource.SATURATION, .6, 25));

    assertThat(recommendation.replicas()).isEqualTo(2);
    assertThat(recommendation.reasons()).isEmpty();
  }

  private Recommendation recommend(int seconds, int desired, RiskSignal... signals) {
    return recommend(policy, seconds, desired, signals);
  }

  private static Recommendation recommend(
      RiskPolicy policy, int seconds, int desired, RiskSignal... signals) {
    ServiceState state =
        ServiceState.builder("checkout", NOW.plusSeconds(seconds))
            .replicas(desired, 0, desired)
            .cpu(.5)
            .build();
    return policy.recommend(new Situation(state, List.of(signals), Optional.empty(), RANGE));
  }

  private static RiskSignal signal(Role role, Resource resource, double margin, int highMinutes) {
    return RiskSignal.builder("checkout", role, resource, NOW)
        .risk(.83)
        .gateMargin(margin)
        .ttfLow(Duration.ofMinutes(Math.min(10, highMinutes)))
        .ttfHigh(Duration.ofMinutes(highMinutes))
        .topKpis(List.of("checkout_cpu"))
        .expires(NOW.plus(Duration.ofMinutes(highMinutes + 10)))
        .build();
  }
}
