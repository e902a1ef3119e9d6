package io.mild.scaling.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.Latency;
import io.mild.scaling.Metric;
import io.mild.scaling.ServiceState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServiceMonitorTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Latency LATENCY = new Latency(20, 60, 90);

  private final ServiceMonitor monitor = new ServiceMonitor("checkout");

  @Test
  void coresBecomeSharesAndCountersRates() {
    monitor.accept(scrape(0, 1.0, 1000, 10));
    ServiceState state = monitor.accept(scrape(15, 1.0, 1450, 19));

    assertThat(state.cpu()).isCloseTo(.5, within(1e-12)); // 1 core of 4 × 0.5
    assertThat(state.requestRate()).isCloseTo(30, within(1e-12)); // 450 in 15 s
    assertThat(state.errorRate()).isCloseTo(.02, within(1e-12)); // 9 of 450
    assertThat(state.violations()).isCloseTo(.04, within(1e-12)); // 18 of 450
    assertThat(state.latency()).isEqualTo(LATENCY);
    assertThat(state.queue()).isEqualTo(3);
    assertThat(state.missing()).isEmpty();
  }

  @Test
  void theFirstScrapeHasNoRates() {
    ServiceState state = monitor.accept(scrape(0, 1.0, 1000, 10));

    assertThat(state.requestRate()).isNaN();
    assertThat(state.missing())
        .containsExactlyInAnyOrder(Metric.REQUEST_RATE, Metric.ERROR_RATE, Metric.VIOLATIONS);
  }

  @Test
  void valuesAreMeansOverAMinute() {
    double[] cores = {9, 1, 2, 3, 2};
    ServiceState state = monitor.accept(scrape(0, cores[0], 0, 0));
    for (int i = 1; i < cores.length; i++) {
      state = monitor.accept(scrape(15 * i, cores[i], 100 * i, 0));
    }

    assertThat(state.cpu()).isCloseTo(2.0 / 2, within(1e-12)); // (1 + 2 + 3 + 2) / 4 of 2 cores
  }

  @Test
  void aMissingMetricIsMarkedAndKeepsWhatItsWindowStillHolds() {
    monitor.accept(scrape(0, 1.0, 0, 0));
    ServiceState stale = monitor.accept(scrape(15, Double.NaN, 100, 0));
    assertThat(stale.cpu()).isCloseTo(.5, within(1e-12));
    assertThat(stale.missing()).containsExactly(Metric.CPU);

    monitor.accept(scrape(30, Double.NaN, 200, 0));
    monitor.accept(scrape(45, Double.NaN, 300, 0));
    ServiceState empty = monitor.accept(scrape(60, Double.NaN, 400, 0));
    assertThat(empty.cpu()).isNaN();
    assertThat(empty.missing()).containsExactly(Metric.CPU);
  }

  @Test
  void whatCannotBeIsMissing() {
    monitor.accept(scrape(0, 1.0, 0, 0));

    assertThat(monitor.accept(scrape(15, -1, 100, 0)).missing()).containsExactly(Metric.CPU);
    assertThat(monitor.accept(scrape(30, Double.POSITIVE_INFINITY, 200, 0)).missing())
        .containsExactly(Metric.CPU);
  }

  @Test
  void theCounterOfTheOnlyReplicaThatFellHasRestarted() {
    monitor.accept(scrape(0, 1, 1000, 10).toBuilder().ready(1).build());
    ServiceState state = monitor.accept(scrape(15, 1, 300, 3).toBuilder().ready(1).build());

    assertThat(state.requestRate()).isCloseTo(20, within(1e-12));
    assertThat(state.errorRate()).isCloseTo(.01, within(1e-12));
  }

  /**
   * Three replicas serve 100 requests a second together and count 241,000 each up to second 15;
   * then one goes, and with it its share of the sums. What is left, 482,000, is not 32,133 a
   * second.
   */
  @Test
  void asAReplicaGoesTheRestOfTheSumIsNoIncrease() {
    monitor.accept(scrape(0, 1, 721_500, 7215).toBuilder().ready(3).build());
    monitor.accept(scrape(15, 1, 723_000, 7230).toBuilder().ready(3).build());

    ServiceState gone = monitor.accept(scrape(30, 1, 483_000, 4830).toBuilder().ready(2).build());
    assertThat(gone.requestRate()).isEqualTo(100);
    assertThat(gone.errorRate()).isEqualTo(.01);
    assertThat(gone.missing())
        .containsExactlyInAnyOrder(Metric.REQUEST_RATE, Metric.ERROR_RATE, Metric.VIOLATIONS);

    ServiceState next = monitor.accept(scrape(45, 1, 484_500, 4845).toBuilder().ready(2).build());
    assertThat(next.requestRate()).isEqualTo(100);
    assertThat(next.missing()).isEmpty();
  }

  /** From two to one: the sum before was of two, so that the rest is no restart either. */
  @Test
  void asTheLastButOneReplicaGoesTheRestIsNoIncrease() {
    monitor.accept(scrape(0, 1, 2000, 0).toBuilder().ready(2).build());
    ServiceState one = monitor.accept(scrape(15, 1, 1100, 0).toBuilder().ready(1).build());

    assertThat(one.requestRate()).isNaN();
  }

  @Test
  void withoutRequestsNoneFail() {
    monitor.accept(scrape(0, 1, 1000, 10));

    assertThat(monitor.accept(scrape(15, 1, 1000, 10)).errorRate()).isZero();
  }

  @Test
  void withoutReadyReplicasThereIsNoCpu() {
    ServiceState state =
        monitor.accept(
            RawMetrics.builder(START)
                .starting(2)
                .desired(2)
                .cpuCores(0)
                .cpuRequest(.5)
                .requests(0)
                .errors(0)
                .queue(0)
                .build());

    assertThat(state.missing()).contains(Metric.CPU, Metric.LATENCY);
  }

  @Test
  void timeRunningBackwardsIsRefusedAndChangesNothing() {
    monitor.accept(scrape(15, 1, 100, 0));
    assertThatThrownBy(() -> monitor.accept(scrape(15, 1, 900, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2026-03-01T12:00:15Z");

    assertThat(monitor.accept(scrape(30, 1, 400, 0)).requestRate()).isEqualTo(20);
  }

  @Test
  void whereTheClockWasSetBackItBeginsAnew() {
    monitor.accept(scrape(3600, 1, 1000, 0));
    monitor.accept(scrape(3615, 1, 1300, 0));
    assertThatThrownBy(() -> monitor.accept(scrape(3556, 1, 1400, 0))) // late by 59 s
        .isInstanceOf(IllegalArgumentException.class);

    ServiceState first = monitor.accept(scrape(15, 3, 1400, 0));
    assertThat(first.cpu()).isEqualTo(1.5); // 3 cores of 2, with nothing of what was before
    assertThat(first.missing())
        .containsExactlyInAnyOrder(Metric.REQUEST_RATE, Metric.ERROR_RATE, Metric.VIOLATIONS);
    ServiceState second = monitor.accept(scrape(30, 3, 1700, 0));
    assertThat(second.requestRate()).isEqualTo(20);
    assertThat(second.missing()).isEmpty();
  }

  /** Of the 300 requests in 15 s, 200 came in the first five. */
  @Test
  void aScrapeTooSoonIsFoldedIntoTheNextAndDistortsNoRate() {
    monitor.accept(scrape(0, 1.0, 100, 0));
    ServiceState folded = monitor.accept(scrape(5, 1.5, 300, 0));
    assertThat(folded.time()).isEqualTo(START.plusSeconds(5));
    assertThat(folded.cpu()).isEqualTo(.5); // as at second 0: 1 core of 2

    ServiceState next = monitor.accept(scrape(15, 2.5, 400, 0));
    assertThat(next.requestRate()).isEqualTo(20);
    assertThat(next.cpu()).isEqualTo(.75); // of the slots' means 1 and (1.5 + 2.5) / 2
    assertThat(next.missing()).isEmpty();
  }

  @Test
  void negativeReplicasAreRefused() {
    assertThatThrownBy(() -> RawMetrics.builder(START).ready(1).starting(-2).desired(3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-2 starting");
  }

  private static RawMetrics scrape(int seconds, double cores, double requests, double errors) {
    return RawMetrics.builder(START.plusSeconds(seconds))
        .ready(4)
        .desired(4)
        .cpuCores(cores)
        .cpuRequest(.5)
        .requests(requests)
        .errors(errors)
        .violations(2 * errors)
        .latency(LATENCY)
        .queue(3)
        .build();
  }
}
