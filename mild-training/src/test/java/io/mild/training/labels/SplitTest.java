package io.mild.training.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Of 100 minutes, 80 to 99 validate; with a horizon of 10, 70 to 79 are purged. */
  @Test
  void theFirstEightyPercentLessAHorizonAreFittedAndTheRestValidates() {
    Split split = Split.of(minutes(100, 0), Duration.ofMinutes(10));

    assertThat(split).isEqualTo(new Split(70, 80));
    assertThat(split.purgedRows()).isEqualTo(10);
  }

  /** Row 80 is at minute 180: no row before it is within 10 minutes. */
  @Test
  void aGapBeforeTheValidationPartPurgesByItself() {
    Split split = Split.of(minutes(100, 80), Duration.ofMinutes(10));

    assertThat(split).isEqualTo(new Split(80, 80));
  }

  @Test
  void aHorizonLongerThanTheHistoryLeavesNothingToFit() {
    assertThat(Split.of(minutes(100, 0), Duration.ofDays(1)).fitRows()).isZero();
  }

  @Property(tries = 200)
  void noLabelOfAFitRowComesFromTheTimeOfAValidationRow(
      @ForAll @IntRange(min = 10, max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 60) int horizonMinutes,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Instant> times = new ArrayList<>();
    Instant next = START;
    for (int row = 0; row < rows; row++) {
      times.add(next);
      next = next.plus(Duration.ofMinutes(random.nextInt(20) == 0 ? random.nextInt(1, 90) : 1));
    }
    KpiHistory history = KpiHistory.of(List.of("cpu"), times, new double[rows][1]);
    Duration horizon = Duration.ofMinutes(horizonMinutes);

    Split split = Split.of(history, horizon);

    Instant validation = history.time(split.validationStart());
    Labels labels =
        Labels.of(
            history,
            new FailureLog(List.of(Failure.of("first in validation", "api", validation))),
            List.of("api"),
            horizon);
    for (int row = 0; row < split.fitRows(); row++) {
      assertThat(labels.isHealthy(row)).isTrue();
    }
    if (split.purgedRows() > 0) {
      assertThat(labels.isHealthy(split.fitRows())).isFalse(); // not a row more than needed
    }
  }

  /** A row a minute, with as many minutes left out after the 80th row. */
  private static KpiHistory minutes(int rows, int gap) {
    List<Instant> times = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      times.add(START.plus(Duration.ofMinutes(row < 80 ? row : row + gap)));
    }
    return KpiHistory.of(List.of("cpu"), times, new double[rows][1]);
  }
}
