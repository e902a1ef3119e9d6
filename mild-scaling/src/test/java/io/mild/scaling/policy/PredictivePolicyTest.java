package io.mild.scaling.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.scaling.Forecast;
import io.mild.scaling.Recommendation;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictivePolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ReplicaRange RANGE = new ReplicaRange(2, 20);

  /** 90 % quantile 200, median 150. */
  private static final Forecast DEMAND =
      new Forecast(
          Duration.ofSeconds(60), new double[] {100, 110, 120, 130, 150, 180, 200, 210, 250});

  private final PredictivePolicy policy =
      new PredictivePolicy(PredictivePolicy.Settings.ofTarget(.5));

  @Test
  void providesForTheUpperQuantileAtTheCpuThatARequestTakes() {
    // 4 replicas at 50 % serve 100 requests/s: 0.02 each. 200 × 0.02 / 0.5 = 8
    Recommendation recommendation = policy.recommend(situation(4, .5, 100, Optional.of(DEMAND)));

    assertThat(recommendation.replicas()).isEqualTo(8);
    assertThat(recommendation.until()).isEqualTo(NOW.plusSeconds(300));
    assertThat(recommendation.reasons()).singleElement().asString().contains("200.0 requests/s");
  }

  @Test
  void anotherQuantileCostsLess() {
    PredictivePolicy median =
        new PredictivePolicy(PredictivePolicy.Settings.builder(.5).quantile(.5).build());

    assertThat(median.recommend(situation(4, .5, 100, Optional.of(DEMAND))).replicas())
        .isEqualTo(6);
  }

  @Test
  void asksForTheFewestWhereNoForecastIsTrusted() {
    assertThat(policy.recommend(situation(4, .5, 100, Optional.empty())).replicas()).isEqualTo(2);
  }

  @Test
  void asksForTheFewestAsLongAsTheCpuOfARequestIsNotKnown() {
    assertThat(policy.recommend(situation(4, Double.NaN, 100, Optional.of(DEMAND))).replicas())
        .isEqualTo(2);
  }

  @Test
  void goesOnWithWhatItLearntWhenMetricsGoMissing() {
    policy.recommend(situation(4, .5, 100, Optional.empty()));

    assertThat(
            policy.recommend(situation(4, Double.NaN, Double.NaN, Optional.of(DEMAND))).replicas())
        .isEqualTo(8);
  }

  @Test
  void neverAsksForMoreThanThereMayBe() {
    assertThat(policy.recommend(situation(10, 1, 50, Optional.of(DEMAND))).replicas())
        .isEqualTo(20); // 0.2 each: 80
  }

  private static Situation situation(
      int ready, double cpu, double rate, Optional<Forecast> demand) {
    ServiceState state =
        ServiceState.builder("checkout", NOW)
            .replicas(ready, 0, ready)
            .cpu(cpu)
            .requestRate(rate)
            .build();
    return new Situation(state, List.of(), demand, RANGE);
  }
}
