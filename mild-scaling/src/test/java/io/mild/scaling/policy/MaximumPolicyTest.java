package io.mild.scaling.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.scaling.Recommendation;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaximumPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Situation FIVE =
      Situation.of(
          ServiceState.builder("checkout", NOW).replicas(5, 0, 5).build(), new ReplicaRange(1, 20));

  @Test
  void theMostIsAskedForWithAllReasons() {
    Recommendation most =
        new MaximumPolicy(always("a", 3, false, NOW.plusSeconds(9)), always("b", 7, false, NOW))
            .recommend(FIVE);

    assertThat(most)
        .isEqualTo(
            new Recommendation(
                "a+b",
                7,
                false,
                NOW.plusSeconds(9),
                List.of("do a", "do b"),
                List.of("a: because of a", "b: because of b")));
  }

  @Test
  void whoFreezesKeepsWhatIsAskedForNow() {
    Recommendation frozen =
        new MaximumPolicy(always("a", 3, false, NOW), always("b", 1, true, NOW)).recommend(FIVE);

    assertThat(frozen.replicas()).isEqualTo(5);
    assertThat(frozen.freeze()).isTrue();
  }

  @Test
  void thereMustBeAPolicy() {
    assertThatThrownBy(MaximumPolicy::new).isInstanceOf(IllegalArgumentException.class);
  }

  private static ScalingPolicy always(String name, int replicas, boolean freeze, Instant until) {
    return situation ->
        new Recommendation(
            name, replicas, freeze, until, List.of("do " + name), List.of("because of " + name));
  }
}
