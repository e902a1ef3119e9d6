package io.mild.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final Forecast FORECAST =
      new Forecast(Duration.ofSeconds(60), new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9});

  @Test
  void quantilesAreInterpolatedBetweenTheLevels() {
    assertThat(FORECAST.median()).isEqualTo(5);
    assertThat(FORECAST.quantile(.9)).isEqualTo(7);
    assertThat(FORECAST.quantile(.85)).isCloseTo(6 + .1 / .15, within(1e-12));
    assertThat(FORECAST.quantile(0)).isEqualTo(1);
    assertThat(FORECAST.quantile(1)).isEqualTo(9);
  }

  @Test
  void quantilesThatFallAreRefused() {
    assertThatThrownBy(() -> new Forecast(Duration.ZERO, new double[] {1, 2, 3, 4, 3, 6, 7, 8, 9}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4.0, 3.0");
  }

  @Test
  void levelsOutsideOfAProbabilityAreRefused() {
    assertThatThrownBy(() -> FORECAST.quantile(1.1)).hasMessageContaining("1.1");
  }
}
