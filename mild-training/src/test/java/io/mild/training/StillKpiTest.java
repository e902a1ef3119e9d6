package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * An availability that was 100 % all the time while a model of few failures learned: by these alone
 * nobody knows how it moves, but that it moves is out of the usual.
 */
class StillKpiTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final int ROWS = 3_000;

  private final Mild mild =
      MildTrainer.create()
          .horizons(Duration.ofMinutes(30))
          .train(history(ROWS, value -> value), new FailureLog(failures()));

  @Test
  void thatItMovesIsADepartureAsLargeAsAFailuresIs() {
    List<Double> usual = risks(value -> value);
    List<Double> moved = risks(value -> 97);

    double highest = usual.stream().mapToDouble(risk -> risk).max().orElseThrow();
    assertThat(moved.get(moved.size() - 1)).isGreaterThan(2 * highest);
    assertThat(mild.report().warnings())
        .anySatisfy(
            told ->
                assertThat(told)
                    .isEqualTo(
                        "KPI 'availability' is constant in all rows: any change is a departure from"
                            + " the usual"));
  }

  @Test
  void whatIsNothingBesideItsHeightIsNone() {
    List<Double> usual = risks(value -> value);
    List<Double> moved = risks(value -> value * (1 + 1e-7));

    for (int row = 0; row < usual.size(); row++) {
      assertThat(moved.get(row)).isCloseTo(usual.get(row), within(1e-3));
    }
  }

  /** Of 120 quiet rows, in the last 20 of which availability is another. */
  private List<Double> risks(DoubleUnaryOperator availability) {
    KpiHistory rows = history(120, availability);
    AssuranceStream stream = mild.openStream();
    return IntStream.range(0, rows.rows())
        .mapToObj(row -> stream.accept(rows.time(row), rows.values(row)).intent("api").risk())
        .toList();
  }

  /** A latency that rises before the failures, and availability, another in the last 20 rows. */
  private static KpiHistory history(int rows, DoubleUnaryOperator availability) {
    SplittableRandom random = new SplittableRandom(4);
    List<Instant> times = IntStream.range(0, rows).mapToObj(StillKpiTest::minute).toList();
    double[][] values = new double[rows][];
    for (int row = 0; row < rows; row++) {
      int minute = row;
      double rise =
          failures().stream()
              .map(failure -> Duration.between(minute(minute), failure.time()).toMinutes())
              .filter(left -> left >= 0 && left < 25)
              .mapToDouble(left -> 25 - left)
              .sum();
      double latency = 100 + 2 * random.nextGaussian() + rise;
      values[row] = new double[] {latency, row < rows - 20 ? 100 : availability.applyAsDouble(100)};
    }
    return KpiHistory.of(List.of("latency", "availability"), times, values);
  }

  private static List<Failure> failures() {
    return IntStream.of(700, 1_500, 2_200)
        .mapToObj(row -> Failure.of("INC-" + row, "api", minute(row)))
        .toList();
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
