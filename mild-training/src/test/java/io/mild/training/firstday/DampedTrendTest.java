package io.mild.training.firstday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DampedTrendTest {
  /** φ = 0.3^(1/120) = 0.9900171; φ (1 − 0.3)/(1 − φ) / 22.5 and φ (1 − φ^10)/(1 − φ) / 22.5. */
  @Test
  void aTrendGoesOnByASeriesOverTheAgesOfTheAverages() {
    DampedTrend trend = new DampedTrend(15, 60, 120);

    assertThat(trend.carried(120)).isCloseTo(3.0853, within(1e-3));
    assertThat(trend.carried(10)).isCloseTo(0.4208, within(1e-3));
    assertThat(trend.carried(0)).isZero();
  }

  @Test
  void aTrendInFewerRowsOfTheSameTimesGoesAboutAsFar() {
    assertThat(new DampedTrend(3, 12, 24).carried(24))
        .isCloseTo(new DampedTrend(15, 60, 120).carried(120), within(0.1));
  }
}
