package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is usual is told by rows in which nothing fails, is about to or recovers; where there are
 * hardly any, as in a recording that is cut close around its failures, the report says so.
 */
class HealthyRowsTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final int FAILURES = 5;

  @Test
  void aHistoryOfHardlyAHealthyRowIsTold() {
    assertThat(warnings(40))
        .contains(
            "13 of 200 rows are healthy, too few to tell what is usual: in all others something"
                + " fails, is within 30 min of it, or has hardly recovered; train with more quiet"
                + " rows, if there are any");
  }

  @Test
  void oneOfSomeQuietHoursIsNot() {
    assertThat(warnings(120)).noneMatch(told -> told.contains("rows are healthy"));
  }

  private static List<String> warnings(int minutesApart) {
    int rows = FAILURES * minutesApart;
    SplittableRandom random = new SplittableRandom(4);
    List<Failure> failures =
        IntStream.rangeClosed(1, FAILURES)
            .mapToObj(failure -> minute(failure * minutesApart - 5))
            .map(time -> Failure.of("INC-" + time, "api", time))
            .toList();
    double[][] values =
        IntStream.range(0, rows)
            .mapToObj(row -> new double[] {100 + random.nextGaussian() + rise(row, minutesApart)})
            .toArray(double[][]::new);
    KpiHistory history =
        KpiHistory.of(
            List.of("latency"),
            IntStream.range(0, rows).mapToObj(HealthyRowsTest::minute).toList(),
            values);
    return MildTrainer.create()
        .horizons(Duration.ofMinutes(30))
        .train(history, new FailureLog(failures))
        .report()
        .warnings();
  }

  private static double rise(int row, int minutesApart) {
    int left = minutesApart - 5 - row % minutesApart;
    return left >= 0 && left < 20 ? 20 - left : 0;
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
