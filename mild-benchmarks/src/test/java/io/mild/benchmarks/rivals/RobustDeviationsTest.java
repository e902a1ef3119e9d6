package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RobustDeviationsTest {
  /** By hand: of 0 to 100 the quartiles are 25 and 75. */
  @Test
  void theScaleIsTheInterquartileRange() {
    float[] column = new float[101];
    for (int row = 0; row < column.length; row++) {
      column[row] = row;
    }
    RobustDeviations scale = RobustDeviations.of(column, 1, column.length);

    column[100] = 1e9f;
    RobustDeviations withOutlier = RobustDeviations.of(column, 1, column.length);

    assertThat(scale.of(50 + 50 / 1.349f, 0)).isCloseTo(1, within(1e-5f));
    assertThat(withOutlier).usingRecursiveComparison().isEqualTo(scale);
  }

  /** 90 zeros and 10 ones: no range, but a standard deviation of √(0.1·0.9) = 0.3. */
  @Test
  void aKpiThatSeldomLeavesItsMedianHasAScale() {
    float[] column = new float[100];
    for (int row = 0; row < 10; row++) {
      column[row] = 1;
    }

    assertThat(RobustDeviations.of(column, 1, 100).of(1, 0)).isCloseTo(1 / 0.09f, within(1e-3f));
  }

  @Test
  void aConstantHasNoDeviation() {
    assertThat(RobustDeviations.of(new float[] {7, 7, 7}, 1, 3).of(9, 0)).isZero();
  }
}
