package io.mild.benchmarks.scaling.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestRunTest {
  @Test
  void eachPolicyMeetsTheSameRequests() {
    RequestPlan plan = RequestPlan.poisson(500, 20, 0.02, 7);
    RequestPlan again = RequestPlan.poisson(500, 20, 0.02, 7);

    assertThat(plan.atNanos()).isEqualTo(again.atNanos()).isSorted();
    assertThat(plan.workNanos()).isEqualTo(again.workNanos());
    assertThat(plan.size()).isEqualTo(10_000);
    // Means of 10,000 exponential times: their standard error is a hundredth.
    assertThat(plan.atNanos()[9_999] / 1e9).isCloseTo(20, within(0.8));
    assertThat(Arrays.stream(plan.workNanos()).average().orElseThrow() / 1e9)
        .isCloseTo(0.02, within(0.0008));
  }

  @Test
  void aPauseLastsUntilItsEnd() {
    Behaviour pausing = Behaviour.steady(4).slowed(2).pausing(1_000, 150);
    assertThat(pausing.pauseAt(0)).isEqualTo(150_000_000);
    assertThat(pausing.pauseAt(2_100_000_000L)).isEqualTo(50_000_000);
    assertThat(pausing.pauseAt(150_000_000)).isZero();
    assertThat(Behaviour.steady(4).pauseAt(0)).isZero();
    assertThat(pausing.worth()).isCloseTo(4 * 0.85 / 2, within(1e-12));
    assertThat(Behaviour.parse(pausing.text())).isEqualTo(pausing);
  }

  @Test
  void whatIsSentToARealProcessCountsFromWhenItWasToBeSent() throws Exception {
    // All at once, half a second each, and two workers: the last ends after a second and a half.
    RequestPlan plan = new RequestPlan(new long[6], new long[6]);
    Arrays.fill(plan.workNanos(), 500_000_000);
    try (ServerProcess server = ServerProcess.start(Behaviour.steady(2))) {
      RequestRun run =
          new RequestRun(
              plan, Map.of("mild_least_loaded", Map.of()), 1, List.of(server.address()), 0, 60);
      RequestRun.Outcome outcome = run.run();

      assertThat(outcome.failed()).isZero();
      assertThat(outcome.nanos().getTotalCount()).isEqualTo(6);
      assertThat(outcome.nanos().getMaxValue() / 1e9).isGreaterThan(1.49);
      assertThat(outcome.nanos().getMinValue() / 1e9).isBetween(0.49, 1.49);
    }
  }
}
