package io.mild.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceStateTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void whatIsNotGivenIsMarkedAsMissing() {
    ServiceState state = ServiceState.builder("checkout", NOW).cpu(.5).queue(0).build();

    assertThat(state.missing())
        .containsExactlyInAnyOrder(
            Metric.REQUEST_RATE, Metric.LATENCY, Metric.ERROR_RATE, Metric.VIOLATIONS);
  }

  @Test
  void anOldValueMayBeMarkedAsMissing() {
    ServiceState state =
        ServiceState.builder("checkout", NOW).cpu(.5).stale(Set.of(Metric.CPU)).build();

    assertThat(state.cpu()).isEqualTo(.5);
    assertThat(state.isMissing(Metric.CPU)).isTrue();
  }

  @Test
  void anUnmarkedNanIsRefused() {
    assertThatThrownBy(
            () ->
                new ServiceState(
                    "checkout",
                    NOW,
                    1,
                    0,
                    1,
                    Double.NaN,
                    1,
                    new Latency(1, 2, 3),
                    0,
                    0,
                    0,
                    Set.of(),
                    List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CPU of checkout is NaN");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
  void whatCannotBeIsMissing(double value) {
    ServiceState state =
        ServiceState.builder("checkout", NOW)
            .cpu(value)
            .requestRate(value)
            .queue(value)
            .errorRate(value)
            .violations(value)
            .build();

    assertThat(state.missing()).containsExactlyInAnyOrder(Metric.values());
    assertThat(state.cpu()).isNaN();
    assertThat(PodState.ready(NOW, NOW, value, NOW).isMeasured()).isFalse();
  }

  @Test
  void seenTooLateAllOfItIsMissing() {
    ServiceState state =
        ServiceState.builder("checkout", NOW)
            .cpu(.5)
            .requestRate(3)
            .latency(new Latency(1, 2, 3))
            .queue(0)
            .errorRate(0)
            .violations(0)
            .build();
    Duration stale = Duration.ofMinutes(2);

    assertThat(state.seenAt(NOW.plusSeconds(119), stale).missing()).isEmpty();
    ServiceState late = state.seenAt(NOW.plusSeconds(120), stale);
    assertThat(late.missing()).containsExactlyInAnyOrder(Metric.values());
    assertThat(late.time()).isEqualTo(NOW.plusSeconds(120));
    assertThat(late.cpu()).isEqualTo(.5);
  }

  /** The clock was set back by more than metrics live. */
  @Test
  void whatIsOfATimeThatIsFarAheadIsMissing() {
    ServiceState state = ServiceState.builder("checkout", NOW).cpu(.5).build();
    Duration stale = Duration.ofMinutes(2);

    assertThat(state.seenAt(NOW.minusSeconds(119), stale).isMissing(Metric.CPU)).isFalse();
    assertThat(state.seenAt(NOW.minusSeconds(3600), stale).isMissing(Metric.CPU)).isTrue();
  }
}
