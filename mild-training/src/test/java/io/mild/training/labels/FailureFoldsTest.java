package io.mild.training.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureFoldsTest {
  private static final Duration HORIZON = Duration.ofMinutes(4);
  private static final KpiHistory HISTORY = history(60);

  /** Horizons are minutes 6 to 9, 16 to 19 and 26 to 29: borders at 13 and 23, then every 15. */
  @Test
  void aPieceEndsHalfwayToTheNextFailureOrWhenItIsAnEvenShare() {
    int[] folds = folds(60, 4, 10, 20, 30, 31);

    assertThat(Arrays.copyOfRange(folds, 0, 13)).containsOnly(0);
    assertThat(Arrays.copyOfRange(folds, 13, 23)).containsOnly(1);
    assertThat(Arrays.copyOfRange(folds, 23, 38)).containsOnly(2);
    assertThat(Arrays.copyOfRange(folds, 38, 53)).containsOnly(3);
    assertThat(Arrays.copyOfRange(folds, 53, 60)).containsOnly(0);
  }

  @Test
  void noFailuresHorizonIsCut() {
    int[] folds = folds(60, 4, 9, 17, 33, 47, 52);

    for (int end : new int[] {9, 17, 33, 47, 52}) {
      assertThat(Arrays.copyOfRange(folds, end - 4, end)).containsOnly(folds[end - 1]);
    }
  }

  @Test
  void failuresWhoseHorizonsOverlapStayTogether() {
    int[] folds = folds(60, 4, 30, 32, 35);

    assertThat(Arrays.copyOfRange(folds, 26, 35)).containsOnly(folds[26]);
  }

  @Test
  void withoutFailuresThereAreEvenSharesNonetheless() {
    int[] folds = folds(40, 4);

    assertThat(IntStream.range(0, 4).map(fold -> count(folds, fold))).containsOnly(10);
  }

  private static int count(int[] folds, int fold) {
    return (int) Arrays.stream(folds).filter(f -> f == fold).count();
  }

  private static int[] folds(int rows, int folds, int... failures) {
    List<Failure> log = new ArrayList<>();
    for (int minute : failures) {
      log.add(Failure.of("INC-" + minute, "api", time(minute)));
    }
    return FailureFolds.of(HISTORY, new FailureLog(log), HORIZON, rows, folds);
  }

  private static KpiHistory history(int minutes) {
    List<Instant> times = IntStream.range(0, minutes).mapToObj(FailureFoldsTest::time).toList();
    return KpiHistory.of(List.of("cpu"), times, new double[minutes][1]);
  }

  private static Instant time(int minute) {
    return Instant.EPOCH.plus(Duration.ofMinutes(minute));
  }
}
