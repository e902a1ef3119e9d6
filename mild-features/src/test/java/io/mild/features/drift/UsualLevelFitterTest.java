package io.mild.features.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.features.SeasonalProfile;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsualLevelFitterTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int DAY = 1440;

  private static UsualLevel level(Optional<SeasonalProfile> profile, double[] values) {
    UsualLevelFitter fitter = new UsualLevelFitter(1, profile, MINUTE, Duration.ofMinutes(120));
    for (int row = 0; row < values.length; row++) {
      fitter.accept(row * MINUTE.toMillis(), new double[] {values[row]});
    }
    return fitter.levels().get(0);
  }

  /** Of 1, 2, 3, 4, 10: the mean 4, and squares of 9 + 4 + 1 + 0 + 36 = 50. */
  @Test
  void meanAndDeviationAreThoseOfTheValuesThatAreThere() {
    UsualLevel level = level(Optional.empty(), new double[] {1, Double.NaN, 2, 3, 4, 10});

    assertThat(level.mean()).isCloseTo(4, within(1e-12));
    assertThat(level.deviation()).isCloseTo(Math.sqrt(10), within(1e-12));
  }

  @Test
  void noiseHasItsOwnDeviation() {
    Random random = new Random(1);
    double[] values = random.doubles(20 * DAY).map(u -> 5 + 2 * random.nextGaussian()).toArray();

    assertThat(level(Optional.empty(), values).deviation()).isCloseTo(2, within(0.05));
  }

  /** A wave of ten days and amplitude 5, of deviation 3.5, of which averages keep 95 %. */
  @Test
  void whatWanderedWhenItWasLearnedFromMayGoOnToDoSo() {
    double[] values = new double[20 * DAY];
    for (int row = 0; row < values.length; row++) {
      values[row] = 5 * Math.sin(2 * Math.PI * row / (10.0 * DAY));
    }

    assertThat(level(Optional.empty(), values).deviation()).isCloseTo(2 * 0.95 * 3.54, within(0.2));
  }

  @Test
  void theDailyRhythmIsTakenOut() {
    double[] coefficients = new double[SeasonalProfile.COEFFICIENTS];
    coefficients[1] = 30;
    SeasonalProfile profile =
        new SeasonalProfile(
            ZoneOffset.UTC, new double[] {50}, new double[] {10}, new double[][] {coefficients});
    Random random = new Random(1);
    double[] values = new double[10 * DAY];
    for (int row = 0; row < values.length; row++) {
      values[row] = 51 + 30 * Math.sin(2 * Math.PI * row / DAY) + 2 * random.nextGaussian();
    }
    UsualLevel level = level(Optional.of(profile), values);

    assertThat(level.mean()).isCloseTo(1, within(0.1));
    assertThat(level.deviation()).isCloseTo(2, within(0.1));
  }

  @Test
  void ofAConstantAndOfNothingNothingIsKnown() {
    assertThat(level(Optional.empty(), new double[] {7.1, 7.1, 7.1}).isUnknown()).isTrue();
    assertThat(level(Optional.empty(), new double[] {Double.NaN}).isUnknown()).isTrue();
    assertThat(level(Optional.empty(), new double[] {-1e308, 1e308, 1e308}).isUnknown()).isTrue();
  }

  @Test
  void aLevelIsOfNumbers() {
    assertThatThrownBy(() -> new UsualLevel(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN and 1.0");
    assertThatThrownBy(() -> new UsualLevel(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0 and 0.0");
  }
}
