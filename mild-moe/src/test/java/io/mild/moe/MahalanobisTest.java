package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MahalanobisTest {
  /** Of covariance {{4, 0}, {0, 0.25}}: √((3 − 1)² / 4 + (2 − 1)² / 0.25) = √5. */
  @Test
  void aDistanceIsInDeviations() {
    Mahalanobis usual = new Mahalanobis(new float[] {1, 1}, new float[] {0.5f, 0, 0, 2});

    assertThat(usual.distance(new float[] {9, 3, 2}, 1)).isCloseTo(Math.sqrt(5), within(1e-12));
    assertThat(usual.distance(new float[] {1, 1}, 0)).isZero();
  }

  /**
   * Of variances 1 and a correlation of 0.6, W = {{1, 0}, {−0.75, 1.25}}: with the other 1 is
   * nearer than against it.
   */
  @Test
  void whatMovesTogetherIsNearWhatPartsCompanyIsFar() {
    Mahalanobis usual = new Mahalanobis(new float[2], new float[] {1, 0, -0.75f, 1.25f});

    assertThat(usual.distance(new float[] {1, 1}, 0)).isCloseTo(Math.sqrt(1.25), within(1e-7));
    assertThat(usual.distance(new float[] {1, -1}, 0)).isCloseTo(Math.sqrt(5), within(1e-7));
  }

  @Test
  void valuesAreCopiedInAndOut() {
    float[] mean = {1, 2};
    Mahalanobis usual = new Mahalanobis(mean, new float[4]);
    mean[0] = 5;
    usual.mean()[1] = 5;
    usual.whitening()[0] = 5;

    assertThat(usual).isEqualTo(new Mahalanobis(new float[] {1, 2}, new float[4]));
    assertThat(usual).isNotEqualTo(new Mahalanobis(mean, new float[4]));
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Mahalanobis(new float[2], new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 values and 2 means");
    assertThatThrownBy(() -> new Mahalanobis(new float[0], new float[0]))
        .hasMessageContaining("0 values and 0 means");
    assertThatThrownBy(() -> new Mahalanobis(new float[1], new float[] {Float.NaN}))
        .hasMessageContaining("hold NaN");
  }
}
