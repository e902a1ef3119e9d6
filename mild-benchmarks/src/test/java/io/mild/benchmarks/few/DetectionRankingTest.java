package io.mild.benchmarks.few;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DetectionRankingTest {
  /**
   * By hand: positives .9, .4, .4 and negatives .1, .4; of the six pairs .9 wins both, each .4 wins
   * one and ties one: (2 + 1.5 + 1.5) / 6. The row between counts for neither.
   */
  @Test
  void tiesCountByHalfAndOtherRowsNotAtAll() {
    double[] scores = {0.4, 0.1, 0.9, 1.0, 0.4, 0.4};

    double auc =
        DetectionRanking.auc(
            scores, row -> row == 0 || row == 2 || row == 4, row -> row == 1 || row == 5);

    assertThat(auc).isCloseTo(5 / 6.0, within(1e-12));
  }

  @Test
  void whoSaysNothingIsNoBetterThanChance() {
    assertThat(DetectionRanking.auc(new double[10], row -> row < 3, row -> row > 5))
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void withoutFailuresThereIsNone() {
    assertThat(DetectionRanking.auc(new double[10], row -> false, row -> true)).isNaN();
  }
}
