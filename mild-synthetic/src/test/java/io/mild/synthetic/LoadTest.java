package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Test;

/**
 * Expected values by hand: sin(2π·0.33) = sin 118.8° = 0.876307 and sin(4π·0.1) = sin 72° =
 * 0.951057, so midnight is 0.5 − 0.34·0.876307 − 0.12·0.951057 = 0.087929; at noon the first sine
 * is sin 61.2° = +0.876307, the second sin 288° = −0.951057, which gives 0.683817.
 */
class LoadTest {
  private static final int DAY = 1440;
  private static final int NOON = 720;

  @Test
  void midnightOfTheFirstDayAsByHand() {
    assertThat(Load.expected(0)).isCloseTo(0.087929, within(1e-6));
  }

  @Test
  void noonOfTuesdayAsByHand() {
    assertThat(Load.expected(NOON)).isCloseTo(0.683817, within(1e-6));
  }

  @Test
  void saturdayAndSundayCarryThreeQuarters() {
    // 14 November 2023 is a Tuesday, so days 4 and 5 are the weekend
    assertThat(Load.expected(4 * DAY + NOON)).isCloseTo(0.75 * 0.683817, within(1e-6));
    assertThat(Load.expected(5 * DAY + NOON)).isCloseTo(0.75 * 0.683817, within(1e-6));
    assertThat(Load.expected(3 * DAY + NOON)).isCloseTo(0.683817, within(1e-6));
    assertThat(Load.expected(6 * DAY + NOON)).isCloseTo(0.683817, within(1e-6));
  }

  @Test
  void everyWeekIsTheSame() {
    assertThat(Load.expected(4 * DAY + 100 + 19 * 7 * DAY)).isEqualTo(Load.expected(4 * DAY + 100));
  }

  @Test
  void noiseOfSevenHundredthsIsAddedAndNotScaledAtWeekends() {
    int minutes = 200_000;
    double[] load = Load.series(minutes, new RandomStream(42, "load"));
    double[] noise = new double[minutes];
    for (int t = 0; t < minutes; t++) {
      noise[t] = load[t] - Load.expected(t);
    }
    double[] ar1 = new RandomStream(42, "load").ar1(minutes, 0.995);

    // some 500 independent stretches of 400 minutes: the deviation is known to 3 %
    assertThat(new StandardDeviation().evaluate(noise)).isCloseTo(0.07, within(0.008));
    assertThat(noise[4 * DAY]).isCloseTo(0.07 * ar1[4 * DAY], within(1e-12));
  }
}
