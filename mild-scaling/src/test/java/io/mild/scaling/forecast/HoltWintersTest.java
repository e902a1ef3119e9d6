package io.mild.scaling.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.forecast.HoltWinters.Smoothing;
import org.junit.jupiter.api.Test;

class HoltWintersTest {
  /**
   * By hand, with α = β = φ = 1/2: l = 10, b = 0. 14: expected 10, l = 12, b = 1/2·2 = 1. 16:
   * expected 12.5, l = 14.25, b = 1/2·2.25 + 1/2·1/2·1 = 1.375. Two ahead: 14.25 + (1/2 + 1/4) ·
   * 1.375.
   */
  @Test
  void followsTheEquationsWithoutSeason() {
    HoltWinters smoothing = new HoltWinters(new Smoothing(.5, .5, 0, .5), 1, 2);
    smoothing.observe(0, 10);
    smoothing.observe(1, 14);
    smoothing.observe(2, 16);

    assertThat(smoothing.predict()).isCloseTo(15.28125, within(1e-12));
  }

  /**
   * By hand, with α = γ = 1/2, β = 0: first season 8, 12: l = 10, s = −2, 2. 10: l = 1/2·12 +
   * 1/2·10 = 11, s0 = 1/2·(10 − 10) + 1/2·(−2) = −1. One ahead: 11 + 2; after 14: l = 1/2·12 +
   * 1/2·11 = 11.5, one ahead: 11.5 − 1.
   */
  @Test
  void followsTheEquationsWithASeason() {
    HoltWinters smoothing = new HoltWinters(new Smoothing(.5, 0, .5, 1), 2, 1);
    smoothing.observe(0, 8);
    assertThat(smoothing.predict()).isNaN();
    smoothing.observe(1, 12);
    smoothing.observe(2, 10);
    assertThat(smoothing.predict()).isCloseTo(13, within(1e-12));
    smoothing.observe(3, 14);
    assertThat(smoothing.predict()).isCloseTo(10.5, within(1e-12));
  }

  @Test
  void aDampedTrendComesToRest() {
    HoltWinters smoothing = new HoltWinters(new Smoothing(1, 1, 0, .5), 1, 1000);
    smoothing.observe(0, 10);
    smoothing.observe(1, 20); // b = 10, and φ + φ² + … = 1

    assertThat(smoothing.predict()).isCloseTo(30, within(1e-9));
  }

  @Test
  void fitPrefersWhatFollowsASteepRamp() {
    double[] ramp = new double[200];
    for (int t = 0; t < ramp.length; t++) {
      ramp[t] = 5.0 * t;
    }
    HoltWinters smoothing = HoltWinters.fit(ramp, 1, 4);
    for (int t = 0; t < ramp.length; t++) {
      smoothing.observe(t, ramp[t]);
    }

    // persistence is 20 off
    assertThat(smoothing.predict()).isCloseTo(5.0 * 203, within(4.0));
  }

  @Test
  void refusesAHistoryOfLessThanASeason() {
    assertThatThrownBy(() -> HoltWinters.fit(new double[10], 10, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 10");
  }
}
