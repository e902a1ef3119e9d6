package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.Failure;
import io.mild.FailureLog;
import io.mild.KpiHistory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldTest {
  private static final Duration HORIZON = Duration.ofMinutes(10);
  private static final FailureLog FAILURES =
      new FailureLog(List.of(failure("api", 250), failure("web", 450), failure("db", 850)));

  @Test
  void foldKHasTheFirstKOfEqualBlocksAsItsHistoryAndTheNextAsItsTestBlock() {
    // 1,000 rows in 4 + 1 blocks of 200; history of fold 2: 400 rows, 80 % of which are 320
    Fold fold = fold(2);

    assertThat(fold.testStart()).isEqualTo(400);
    assertThat(fold.history().rows()).isEqualTo(400);
    assertThat(fold.rows().rows()).isEqualTo(600);
    assertThat(fold.validationStart()).isEqualTo(320);
    assertThat(fold.scoredRows()).isEqualTo(280);
    assertThat(fold.fit().rows()).isEqualTo(310); // less a horizon
    assertThat(fold.validation().rows()).isEqualTo(80);
  }

  @Test
  void theTestBlocksFollowEachOtherToTheEnd() {
    for (int k = 1; k < 4; k++) {
      assertThat(fold(k).rows().rows()).isEqualTo(fold(k + 1).testStart());
    }
    assertThat(fold(4).rows().rows()).isEqualTo(1000);
  }

  @Test
  void whatFailsInTheTestBlockIsNotKnownButAllIntentsAre() {
    Fold fold = fold(2);

    assertThat(fold.known().failures()).extracting(Failure::intent).containsExactly("api");
    assertThat(fold.intents()).containsExactly("api", "web", "db");
  }

  @Test
  void aFailureRightAfterTheHistoryLabelsNoValidationRow() {
    FailureLog soon = new FailureLog(List.of(failure("api", 250), failure("web", 400)));
    Fold fold = Fold.of(history(noise()), soon, HORIZON, 2, 4);

    float[] labels = fold.validation().labels();
    assertThat(fold.known().failures()).hasSize(1);
    for (float label : labels) {
      assertThat(label).isZero();
    }
  }

  @Test
  void labelsBeginOneHorizonBeforeTheFailure() {
    float[] labels = fold(2).fit().labels();

    for (int row = 0; row < 310; row++) {
      assertThat(labels[row * 3]).isEqualTo(row >= 240 && row < 250 ? 1f : 0f);
    }
  }

  @Test
  void featuresOfARowDoNotDependOnLaterRows() {
    double[][] changed = noise();
    for (int row = 500; row < 1000; row++) {
      changed[row][0] += 1000;
    }
    Fold before = fold(2);
    Fold after = Fold.of(history(changed), FAILURES, HORIZON, 2, 4);

    int until = 500 * before.spec().featureCount();
    assertThat(Arrays.copyOf(after.features(), until))
        .isEqualTo(Arrays.copyOf(before.features(), until));
  }

  @Test
  void featuresAreStandardisedOnTheFitRowsAlone() {
    double[][] raised = noise();
    for (int row = 310; row < 1000; row++) {
      raised[row][1] += 5;
    }
    Fold fold = Fold.of(history(raised), FAILURES, HORIZON, 2, 4);

    int width = fold.spec().featureCount();
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < 310; row++) {
      double z = fold.features()[row * width + 1];
      sum += z;
      squares += z * z;
    }
    assertThat(sum / 310).isCloseTo(0, within(1e-6));
    assertThat(squares / 310).isCloseTo(1, within(1e-5));
    assertThat(fold.features()[400 * width + 1]).isGreaterThan(1); // 5 ± noise of unit variance
  }

  @Test
  void anImpossibleFoldIsRefused() {
    assertThatThrownBy(() -> fold(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 4")
        .hasMessageContaining("5");
    assertThatThrownBy(() -> Fold.of(history(noise()), FAILURES, Duration.ofMinutes(200), 1, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200");
  }

  private static Fold fold(int number) {
    return Fold.of(history(noise()), FAILURES, HORIZON, number, 4);
  }

  private static KpiHistory history(double[][] values) {
    return NoiseRecording.history(values);
  }

  private static double[][] noise() {
    Random random = new Random(1);
    double[][] values = new double[1000][2];
    for (double[] row : values) {
      row[0] = random.nextGaussian();
      row[1] = random.nextGaussian();
    }
    return values;
  }

  private static Failure failure(String intent, int row) {
    return Failure.of("at " + row, intent, NoiseRecording.time(row));
  }
}
