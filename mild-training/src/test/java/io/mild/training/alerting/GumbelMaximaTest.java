package io.mild.training.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GumbelMaximaTest {
  /**
   * Of 1, 2, 4: mean 7/3 and second L-moment 2 · (0·1 + 1·2 + 2·4)/6 − 7/3 = 1, so the scale is
   * 1/ln 2 and the location 7/3 − 0.5772157/ln 2.
   */
  @Test
  void aFitIsAsWorkedOutByHand() {
    GumbelMaxima maxima = GumbelMaxima.of(new double[] {4, 1, 2});

    assertThat(maxima.scale()).isCloseTo(1.4426950, within(1e-7));
    assertThat(maxima.location()).isCloseTo(1.5005871, within(1e-7));
  }

  /** F(x) = e^(−e^(−x)): of 1/48, x = −ln(−ln(47/48)) = 3.8606928. */
  @Test
  void ofTheStandardDistributionALevelIsItsQuantile() {
    assertThat(new GumbelMaxima(0, 1).exceededWith(1 / 48.0)).isCloseTo(3.8606928, within(1e-7));
    assertThat(new GumbelMaxima(2, 3).exceededWith(1 / 48.0))
        .isCloseTo(2 + 3 * 3.8606928, within(1e-6));
  }

  @Test
  void ofManyMaximaTheDistributionIsFound() {
    SplittableRandom random = new SplittableRandom(7);
    double[] maxima = new double[20_000];
    for (int i = 0; i < maxima.length; i++) {
      maxima[i] = 5 - 2 * Math.log(-Math.log(random.nextDouble()));
    }
    GumbelMaxima found = GumbelMaxima.of(maxima);

    assertThat(found.location()).isCloseTo(5, within(0.05));
    assertThat(found.scale()).isCloseTo(2, within(0.05));
  }

  @Test
  void whatTellsOfNoScaleIsRefused() {
    assertThatThrownBy(() -> GumbelMaxima.of(new double[] {3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3.0]");
    assertThatThrownBy(() -> GumbelMaxima.of(new double[] {3, 3}))
        .hasMessageContaining("[3.0, 3.0]");
  }
}
