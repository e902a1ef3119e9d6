package io.mild.benchmarks.scaling.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.scaling.Recommendation;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AutoscalerTest {
  private static final ReplicaRange RANGE = new ReplicaRange(1, 10);

  private static Situation at(double seconds, int desired) {
    return Situation.of(
        ServiceState.builder("service", Seconds.instant(seconds))
            .replicas(desired, 0, desired)
            .build(),
        RANGE);
  }

  /** Asks once, at 0, for so many replicas for a minute. */
  private static ScalingPolicy once(int replicas, boolean freeze) {
    return situation -> {
      boolean first = situation.state().time().equals(Seconds.instant(0));
      return new Recommendation(
          "once",
          first ? replicas : 1,
          first && freeze,
          Seconds.instant(first ? 60 : 0),
          List.of(),
          List.of());
    };
  }

  @Test
  void aFloorRaisesAndHoldsUntilItExpires() {
    Autoscaler autoscaler =
        new Autoscaler(ServiceModels.always(3), Optional.of(once(7, false)), Optional.empty());

    assertThat(autoscaler.decide(at(0, 3))).isEqualTo(7);
    assertThat(autoscaler.decide(at(45, 7))).isEqualTo(7);
    assertThat(autoscaler.decide(at(60, 7))).isEqualTo(3);
  }

  @Test
  void aFloorNeverLowers() {
    Autoscaler autoscaler =
        new Autoscaler(ServiceModels.always(8), Optional.of(once(7, false)), Optional.empty());

    assertThat(autoscaler.decide(at(0, 3))).isEqualTo(8);
  }

  @Test
  void aFreezeKeepsWhatIsAskedFor() {
    Autoscaler autoscaler =
        new Autoscaler(ServiceModels.always(3), Optional.of(once(1, true)), Optional.empty());

    assertThat(autoscaler.decide(at(0, 5))).isEqualTo(5);
    assertThat(autoscaler.decide(at(30, 5))).isEqualTo(5);
    assertThat(autoscaler.decide(at(75, 5))).isEqualTo(3);
  }
}
