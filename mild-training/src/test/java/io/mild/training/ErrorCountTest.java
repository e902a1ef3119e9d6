package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.report.TrainingReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** KPIs that are 0 in all healthy rows. */
class ErrorCountTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  /** A day of rows a minute apart; before each of five failures, 1 to 10 errors in 20 minutes. */
  @Test
  void errorsThatFailuresAloneCauseFindThem() {
    int rows = 1_440;
    double[][] values = new double[rows][1];
    List<Failure> failures = new ArrayList<>();
    for (int failure = 200; failure < rows; failure += 250) {
      for (int row = failure - 20; row < failure; row++) {
        values[row][0] = 10 - (failure - row - 1) / 2;
      }
      failures.add(Failure.of("INC-" + failure, "api", minute(failure)));
    }
    KpiHistory history =
        KpiHistory.of(
            List.of("errors"),
            IntStream.range(0, rows).mapToObj(ErrorCountTest::minute).toList(),
            values);

    TrainingReport report =
        MildTrainer.create()
            .horizons(Duration.ofMinutes(30))
            .train(history, new FailureLog(failures))
            .report();

    assertThat(report.horizons().get(0).figures().detection()).isEqualTo(1);
    assertThat(report.warnings()).noneMatch(told -> told.contains("'errors' is constant"));
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
