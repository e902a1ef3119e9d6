package io.mild.benchmarks.scaling.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DecisionLatencyTest {
  private static final ServiceModel MODEL =
      ServiceModels.ideal(1, 0.1, 15); // a replica: 7 requests a second
  private static final int SECONDS = 1200;
  private static final int RISE = 600;

  /** 10 requests a second need two replicas; from second 600 on 20, which need three. */
  private static Trace step(double before, double after) {
    double[] rates = new double[SECONDS];
    Arrays.fill(rates, before);
    Arrays.fill(rates, RISE, SECONDS, after);
    return new Trace("step", rates);
  }

  private static int[] asked(int before, int from, int after) {
    int[] asked = new int[SECONDS];
    Arrays.fill(asked, before);
    Arrays.fill(asked, from, SECONDS, after);
    return asked;
  }

  /** Averaged over a minute, the rate is above 14 from second 594 on: (10·36 + 20·24) / 60 = 14. */
  private static final double CROSSED = 594;

  @Test
  void isTheTimeFromTheCrossingToTheRequestForReplicas() {
    DecisionLatency latency = new DecisionLatency(step(10, 20), MODEL);

    assertThat(latency.mean(asked(2, 700, 3), 0)).isCloseTo(700 - CROSSED, within(2.0));
  }

  @Test
  void isNegativeWhereReplicasWereAskedForAhead() {
    DecisionLatency latency = new DecisionLatency(step(10, 20), MODEL);

    assertThat(latency.mean(asked(2, 500, 3), 0)).isCloseTo(500 - CROSSED, within(2.0));
  }

  @Test
  void isLimitedWhereCapacityWasAlwaysOrNeverThere() {
    DecisionLatency latency = new DecisionLatency(step(10, 20), MODEL);

    assertThat(latency.mean(asked(9, 0, 9), 0)).isEqualTo(-DecisionLatency.LIMIT);
    assertThat(latency.mean(asked(2, 0, 2), 0)).isEqualTo(DecisionLatency.LIMIT);
  }

  @Test
  void isUnknownWhereDemandNeverGrows() {
    DecisionLatency latency = new DecisionLatency(step(10, 10), MODEL);

    assertThat(latency.mean(asked(2, 0, 2), 0)).isNaN();
  }
}
