package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoostedTreesTest {
  @Test
  void treesLearnAProductOfSignsAndNameTheRootCause() {
    Fold fold = ProductRecording.fold(4000);

    Prediction prediction = NoiseRecording.predict(new BoostedTrees(), fold);

    for (int i = 0; i < 2; i++) {
      assertThat(NoiseRecording.auc(fold, prediction.risks()[i], i)).isGreaterThan(0.95);
    }
    assertThat(shareOfRightCauses(fold, prediction.causes())).isGreaterThan(0.9);
  }

  @Test
  void causesAreProbabilities() {
    double[][] causes =
        NoiseRecording.predict(new BoostedTrees(), ProductRecording.fold(800)).causes();

    for (int n = 0; n < causes[0].length; n++) {
      assertThat(causes[0][n] + causes[1][n]).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void oneRootCauseAloneIsNotTold() {
    Fold fold = NoiseRecording.fold(2, 800, List.of("api"), (i, n, minutes, row) -> row[i] += 3);

    assertThat(NoiseRecording.predict(new BoostedTrees(), fold).causes()).isEmpty();
  }

  /** In the minutes 40 to 1 before failures. */
  private static double shareOfRightCauses(Fold fold, double[][] causes) {
    int right = 0;
    int all = 0;
    for (int n = 0; n < causes[0].length; n++) {
      int row = fold.validationStart() + n;
      for (int i = 0; i < 2; i++) {
        if (NoiseRecording.fails(row, i)
            && NoiseRecording.PERIOD - row % NoiseRecording.PERIOD <= 40) {
          right += causes[i][n] > 0.5 ? 1 : 0;
          all++;
        }
      }
    }
    return (double) right / all;
  }
}
