package io.mild.benchmarks.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.benchmarks.rivals.KpiOwners;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The API's latency follows the store's disk from row 60 on; all else is noise. */
class CorrelatedCauseTest {
  private static final int ROWS = 120;
  private static final KpiOwners OWNERS =
      new KpiOwners(Map.of("api", List.of("api_*"), "store", List.of("store_*")));

  private final CorrelatedCause cause =
      new CorrelatedCause(rows(), List.of("api", "store"), OWNERS);

  @Test
  void theIntentWhoseKpisMoveWithTheOneThatSuffersIsNamed() {
    assertThat(cause.at(time(ROWS - 1), "api_latency")).contains("store");
  }

  @Test
  void whereNothingMovesNobodyIsNamed() {
    double[][] still =
        IntStream.range(0, ROWS).mapToObj(r -> new double[3]).toArray(double[][]::new);
    CorrelatedCause none = new CorrelatedCause(history(still), List.of("api", "store"), OWNERS);

    assertThat(none.at(time(ROWS - 1), "api_latency")).isEmpty();
  }

  private static KpiHistory rows() {
    Random random = new Random(1);
    double[][] rows = new double[ROWS][];
    for (int row = 0; row < ROWS; row++) {
      double ramp = Math.max(0, row - 60);
      rows[row] =
          new double[] {
            50 + ramp + random.nextGaussian(),
            random.nextGaussian(),
            5 + 0.3 * ramp + 0.3 * random.nextGaussian()
          };
    }
    rows[100][2] = Double.NaN;
    return history(rows);
  }

  private static KpiHistory history(double[][] rows) {
    return KpiHistory.of(
        List.of("api_latency", "api_threads", "store_disk"),
        IntStream.range(0, ROWS).mapToObj(CorrelatedCauseTest::time).toList(),
        rows);
  }

  private static Instant time(int row) {
    return Instant.EPOCH.plus(Duration.ofMinutes(row));
  }
}
