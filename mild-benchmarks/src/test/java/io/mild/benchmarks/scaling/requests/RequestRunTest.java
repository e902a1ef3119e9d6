package io.mild.benchmarks.scaling.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRunTest {
  private static final long SECOND = 1_000_000_000;
  private static final long MINUTE = 60 * SECOND;

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

  @ParameterizedTest
  @ValueSource(
      strings = {"mild_least_loaded", "http_least_loaded", "nginx_least_conn", "haproxy_leastconn"})
  void latencyCountsFromWhenARequestWasToBeSentAndAFailureWithTheTimeout(String name)
      throws Exception {
    RequestPolicy policy =
        RequestPolicy.all().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    assumeTrue(policy.isInstalled(), name + " is not installed");
    try (ServerProcess server =
        ServerProcess.start(policy.protocol().server(), Behaviour.steady(2))) {
      // A second late already; and two workers need twice 300 ms for four requests of 300 ms.
      RequestPlan overdue = new RequestPlan(new long[4], new long[4]);
      Arrays.fill(overdue.atNanos(), -SECOND);
      Arrays.fill(overdue.workNanos(), 3 * SECOND / 10);
      RequestRun.Outcome late = run(policy, server, overdue, -1, 60);
      assertThat(late.failed()).isZero();
      assertThat(late.nanos().getTotalCount()).isEqualTo(4);
      assertThat(late.nanos().getMinValue() / 1e9).isGreaterThan(1.29);
      assertThat(late.nanos().getMaxValue() / 1e9).isGreaterThan(1.59);

      // The first is of the warm-up; the other takes a minute, and a second is its time.
      RequestPlan tooLong = new RequestPlan(new long[] {0, 1_000_000}, new long[] {0, MINUTE});
      RequestRun.Outcome failing = run(policy, server, tooLong, 0.001, 1);
      assertThat(failing.failed()).isEqualTo(1);
      assertThat(failing.nanos().getTotalCount()).isEqualTo(1);
      assertThat(failing.nanos().getMaxValue() / 1e9).isCloseTo(1, within(0.001));
    }
  }

  private static RequestRun.Outcome run(
      RequestPolicy policy,
      ServerProcess server,
      RequestPlan plan,
      double warmUpSeconds,
      double timeoutSeconds)
      throws Exception {
    RequestGateway gateway = policy.opening().open(List.of(server.address()));
    return new RequestRun(plan, List.of(gateway), warmUpSeconds, timeoutSeconds).run();
  }
}
