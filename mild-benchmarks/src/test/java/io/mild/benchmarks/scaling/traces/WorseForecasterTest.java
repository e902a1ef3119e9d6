package io.mild.benchmarks.scaling.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.Forecaster;
import io.mild.scaling.forecast.QuantileForecaster;
import io.mild.scaling.forecast.SeasonalNaive;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorseForecasterTest {
  @Test
  void aBiasIsAShareOfTheForecast() {
    Forecaster worse = new WorseForecaster(persistence(), .2, 0, 1);
    observe(worse);

    assertThat(worse.forecast().orElseThrow().median()).isCloseTo(60, within(1e-9)); // of 50
  }

  /** The median of a log-normal factor is 1, and its logarithm deviates by the noise. */
  @Test
  void noiseIsAnewForEachForecast() {
    Forecaster worse = new WorseForecaster(persistence(), 0, .1, 1);
    observe(worse);
    double squares = 0;
    for (int i = 0; i < 2000; i++) {
      double log = Math.log(worse.forecast().orElseThrow().median() / 50);
      squares += log * log;
    }

    assertThat(Math.sqrt(squares / 2000)).isCloseTo(.1, within(.01));
  }

  @Test
  void whatIsNotForetoldStaysSo() {
    assertThat(new WorseForecaster(persistence(), .2, .1, 1).forecast()).isEmpty();
  }

  private static Forecaster persistence() {
    return new QuantileForecaster(SeasonalNaive.persistence(2), Duration.ofSeconds(15));
  }

  private static void observe(Forecaster forecaster) {
    for (int slot = 0; slot < 40; slot++) {
      forecaster.observe(Instant.ofEpochSecond(15L * slot), 50);
    }
  }
}
