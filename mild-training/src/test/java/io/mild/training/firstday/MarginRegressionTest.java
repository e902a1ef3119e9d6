package io.mild.training.firstday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.FirstDayModel.Forecast;
import io.mild.moe.Probabilities;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class MarginRegressionTest {
  private static final Forecast TRENDS = new Forecast(3, 0.4, 0, 1);

  /**
   * Of points (−4, −3), (−2, −1), (0, 0 ± 1) of weight 1 each: means −2 and −4/3, covariance (12 +
   * 2)/3 − 8/3 = 2, variance 20/3 − 4 = 8/3, so β = 3/4 and α = 1/6; squares (9 + 1 + 1)/3 − 16/9 −
   * 3/4 · 2 = 7/18.
   */
  @Test
  void aLineIsAsWorkedOutByHand() {
    MarginRegression regression = new MarginRegression(1);
    regression.add(-4, -3);
    regression.add(-2, -1);
    Forecast forecast = regression.of(TRENDS);
    double deviation = Math.sqrt(7 / 18.0);

    assertThat(forecast.slope()).isCloseTo(1.702 * 0.75 / deviation, within(1e-12));
    assertThat(forecast.intercept()).isCloseTo(1.702 / 6 / deviation, within(1e-12));
    assertThat(forecast.heading()).isEqualTo(3);
    assertThat(forecast.leaving()).isEqualTo(0.4);
  }

  /** With α = 0 and β = 1/4: what is sure of no row is that a scale is worth a quarter. */
  @Test
  void ofNoRowReachingTheLevelIsAsLikelyAsNot() {
    Forecast forecast = new MarginRegression(30).of(TRENDS);

    assertThat(Probabilities.sigmoid(forecast.intercept())).isEqualTo(0.5);
    assertThat(forecast.slope()).isCloseTo(1.702 / 4, within(1e-12));
  }

  @Test
  void risksAreThoseOfNormalErrorsWithinACentile() {
    MarginRegression regression = new MarginRegression(1e-9);
    for (double error : new double[] {-1, 1}) {
      for (double score : new double[] {-6, -4, -2}) {
        regression.add(score, score + error);
      }
    }
    Forecast forecast = regression.of(TRENDS);
    for (double score = -4; score <= 4; score += 0.25) {
      assertThat(Probabilities.sigmoid(forecast.intercept() + forecast.slope() * score))
          .isCloseTo(new NormalDistribution().cumulativeProbability(score), within(0.01));
    }
  }

  @Test
  void aNearerForecastIsNeverTheSmallerDanger() {
    MarginRegression regression = new MarginRegression(1);
    regression.add(-4, -1);
    regression.add(-3, -4);
    regression.add(-2, -8);

    assertThat(regression.of(TRENDS).slope()).isPositive();
  }
}
