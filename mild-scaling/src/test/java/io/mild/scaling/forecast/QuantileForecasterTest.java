package io.mild.scaling.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuantileForecasterTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration PERIOD = Duration.ofSeconds(15);

  @Test
  void itsQuantilesAreThoseOfItsOwnErrors() {
    QuantileForecaster forecaster = persistence(2);
    // rises by 1 a slot: two ahead, persistence is always 2 too low
    for (int t = 0; t < 40; t++) {
      forecaster.observe(at(t), t);
    }

    Forecast forecast = forecaster.forecast().orElseThrow();
    assertThat(forecast.lead()).isEqualTo(Duration.ofSeconds(30));
    assertThat(forecast.median()).isEqualTo(41);
    assertThat(forecast.quantile(.99)).isEqualTo(41);
  }

  @Test
  void quantilesHoldTheirShareOnNoise() {
    QuantileForecaster forecaster = persistence(1);
    SplittableRandom random = new SplittableRandom(3);
    int below = 0;
    int scored = 0;
    double upper = Double.NaN;
    for (int t = 0; t < 5000; t++) {
      double value = 100 + 10 * random.nextDouble();
      if (!Double.isNaN(upper)) {
        below += value <= upper ? 1 : 0;
        scored++;
      }
      forecaster.observe(at(t), value);
      upper = forecaster.forecast().map(f -> f.quantile(.9)).orElse(Double.NaN);
    }

    assertThat(below / (double) scored).isCloseTo(.9, within(.02));
  }

  @Test
  void saysNothingBeforeItKnowsItsErrors() {
    QuantileForecaster forecaster = persistence(2);
    for (int t = 0; t < 2 + QuantileForecaster.LEAST - 1; t++) {
      forecaster.observe(at(t), 5);
    }
    assertThat(forecaster.forecast()).isEmpty();
    forecaster.observe(at(2 + QuantileForecaster.LEAST - 1), 5);
    assertThat(forecaster.forecast()).isPresent();
  }

  @Test
  void isNeverBelowZero() {
    QuantileForecaster forecaster = persistence(1);
    for (int t = 0; t < 60; t++) {
      forecaster.observe(at(t), t % 2 == 0 ? 0 : 100);
    }

    assertThat(forecaster.forecast().orElseThrow().quantile(.01)).isZero();
  }

  @Test
  void aMissingValueIsThatBeforeItAndScoresNothing() {
    QuantileForecaster whole = persistence(2);
    QuantileForecaster gappy = persistence(2);
    for (int t = 0; t < 60; t++) {
      whole.observe(at(t), 50);
      if (t % 7 != 3) {
        gappy.observe(at(t), t % 7 == 5 ? Double.NaN : 50);
      }
    }

    assertThat(gappy.forecast()).isEqualTo(whole.forecast());
  }

  @Test
  void isSilentAfterMoreMissingValuesThanItLooksAhead() {
    QuantileForecaster forecaster = persistence(2);
    for (int t = 0; t < 60; t++) {
      forecaster.observe(at(t), 50);
    }
    forecaster.observe(at(60), Double.NaN);
    forecaster.observe(at(61), Double.NaN);
    assertThat(forecaster.forecast()).isPresent();
    forecaster.observe(at(62), Double.NaN);
    assertThat(forecaster.forecast()).isEmpty();
    forecaster.observe(at(63), 50);
    assertThat(forecaster.forecast()).isPresent();
  }

  @Test
  void skillIsMeasuredAgainstExpectingNoChange() {
    QuantileForecaster seasonal = new QuantileForecaster(new SeasonalNaive(4, 1), PERIOD);
    QuantileForecaster wrongSeason = new QuantileForecaster(new SeasonalNaive(2, 1), PERIOD);
    double[] season = {10, 20, 40, 30};
    for (int t = 0; t < 80; t++) {
      seasonal.observe(at(t), season[t % 4]);
      wrongSeason.observe(at(t), season[t % 4]);
    }

    assertThat(seasonal.skill()).isEqualTo(1);
    // persistence is off by 10, 20, 10, 20; the value two slots before by 30, 10, 30, 10
    assertThat(wrongSeason.skill()).isCloseTo(1 - 20.0 / 15, within(.01));
  }

  @Test
  void theGateShowsAForecastOnlyWhileItIsBetterThanNone() {
    TrustedForecaster trusted =
        new TrustedForecaster(new QuantileForecaster(new SeasonalNaive(4, 1), PERIOD));
    double[] season = {10, 20, 40, 30};
    for (int t = 0; t < 80; t++) {
      trusted.observe(at(t), season[t % 4]);
    }
    assertThat(trusted.isTrusted()).isTrue();
    assertThat(trusted.forecast()).isPresent();

    SplittableRandom random = new SplittableRandom(5);
    double walk = 100;
    for (int t = 80; t < 400; t++) {
      walk += random.nextDouble() - .5;
      trusted.observe(at(t), walk);
    }
    assertThat(trusted.isTrusted()).isFalse();
    assertThat(trusted.forecast()).isEmpty();
  }

  @Test
  void timeRunningBackwardsIsRefused() {
    QuantileForecaster forecaster = persistence(1);
    forecaster.observe(at(1), 5);

    assertThatThrownBy(() -> forecaster.observe(at(1), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2026-03-01T12:00:15Z");
  }

  private static QuantileForecaster persistence(int lead) {
    return new QuantileForecaster(SeasonalNaive.persistence(lead), PERIOD);
  }

  private static Instant at(int slot) {
    return START.plus(PERIOD.multipliedBy(slot));
  }
}
