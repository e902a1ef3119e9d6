package io.mild.benchmarks.firstday;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.KpiHistory;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 40 rows in which one KPI rises by 2 a row from 0, another falls by 1 from 100. */
class LinearPredictionTest {
  private static final int HISTORY = 20;
  private static final KpiHistory ROWS =
      KpiHistory.of(
          List.of("queue", "throughput"),
          IntStream.range(0, 40)
              .mapToObj(row -> Instant.EPOCH.plus(Duration.ofMinutes(row)))
              .toList(),
          IntStream.range(0, 40)
              .mapToObj(row -> new double[] {2.0 * row, 100.0 - row})
              .toArray(double[][]::new));
  private static final Goal AT_MOST = Goal.of("queue").holds(kpi("queue").atMost(100));
  private static final Goal BOTH =
      AT_MOST.holds(kpi("throughput").atLeast(80)).brokenIf(Goal.Rule.ALL);

  /** At row 39 the queue is 78, ten rows later 98; the history's quartiles are 10 and 30. */
  @Test
  void aLineIsFollowedToTheLead() {
    double[] scores = scores(AT_MOST, 8, 10);

    assertThat(scores).hasSize(20);
    assertThat(scores[19]).isCloseTo((98 - 100) / 20.0, within(1e-9));
  }

  /** The throughput is 61, ten rows later 51, 29 below its level; its range is 10. */
  @Test
  void whereAllConditionsMustBeMissedTheLeastDecides() {
    assertThat(scores(BOTH, 8, 10)[19]).isCloseTo(-0.1, within(1e-9));
    assertThat(scores(BOTH.brokenIf(Goal.Rule.ANY), 8, 10)[19]).isCloseTo(2.9, within(1e-9));
  }

  private static double[] scores(Goal goal, int lookBack, int lead) {
    return new LinearPrediction(ROWS, HISTORY, Goals.of(goal), lookBack, lead).scores(HISTORY);
  }
}
