package io.mild.scaling.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearForecasterTest {
  @Test
  void findsAnAutoregressionOfTwoLags() {
    // y[t] = 1.6 y[t−1] − 0.8 y[t−2] + e: two ahead, (1.6² − 0.8) y[t] − 1.6·0.8 y[t−1]
    double[] history = new double[4000];
    SplittableRandom random = new SplittableRandom(1);
    for (int t = 2; t < history.length; t++) {
      history[t] = 1.6 * history[t - 1] - .8 * history[t - 2] + random.nextDouble() - .5;
    }
    LinearForecaster forecaster =
        LinearTrainer.train(
            LinearTrainer.Settings.builder(1, 2).lags(6).lambda(.01).build(), 0, history);
    double worst = 0;
    for (int t = 0; t < 200; t++) {
      forecaster.observe(t, history[t]);
      if (t >= 5) {
        double expected = 1.76 * history[t] - 1.28 * history[t - 1];
        worst = Math.max(worst, Math.abs(forecaster.predict() - expected));
      }
    }

    assertThat(worst).isLessThan(.25); // of values with a deviation of 1.2
  }

  @Test
  void knowsTheTimeOfTheSeason() {
    double[] history = new double[960];
    for (int t = 0; t < history.length; t++) {
      history[t] = wave(7 + t);
    }
    LinearForecaster forecaster =
        LinearTrainer.train(
            LinearTrainer.Settings.builder(96, 8).lags(2).harmonics(2).lambda(1e-6).build(),
            7,
            history);
    for (int t = 0; t < 50; t++) {
      forecaster.observe(5000 + t, wave(5000 + t));
    }

    assertThat(forecaster.predict()).isCloseTo(wave(5049 + 8), within(1e-3));
  }

  @Test
  void saysNothingBeforeItsLagsAreKnown() {
    double[] history = new SplittableRandom(1).doubles(100).toArray();
    LinearForecaster forecaster =
        LinearTrainer.train(LinearTrainer.Settings.builder(1, 1).lags(3).build(), 0, history);
    forecaster.observe(0, 1);
    forecaster.observe(1, 2);
    assertThat(forecaster.predict()).isNaN();
    forecaster.observe(2, 2);
    assertThat(forecaster.predict()).isFinite();
  }

  /** Both pieces rise by 2 a slot; from one to the other is a fall that no row may hold. */
  @Test
  void learnsNothingOfWhatLiesBetweenPieces() {
    LinearTrainer.Settings settings =
        LinearTrainer.Settings.builder(1, 3).lags(2).lambda(1e-6).build();
    double[] history = new double[103];
    for (int t = 0; t < 50; t++) {
      history[t] = 2 * t + Math.sin(t);
      history[53 + t] = 2 * t + Math.sin(t);
    }
    Arrays.fill(history, 50, 53, Double.NaN);
    double[] piece = Arrays.copyOf(history, 50);

    LinearForecaster ofPieces = LinearTrainer.train(settings, 0, history);
    LinearForecaster ofOne = LinearTrainer.train(settings, 0, piece);
    for (int t = 0; t < 50; t++) {
      ofPieces.observe(t, piece[t]);
      ofOne.observe(t, piece[t]);
    }

    assertThat(ofPieces.predict()).isCloseTo(ofOne.predict(), within(1e-4));
  }

  @Test
  void aFreshOneHasSeenNothingAndForetellsTheSame() {
    double[] history = new SplittableRandom(1).doubles(100).toArray();
    LinearForecaster first =
        LinearTrainer.train(LinearTrainer.Settings.builder(1, 1).lags(3).build(), 0, history);
    for (int t = 0; t < 10; t++) {
      first.observe(t, history[t]);
    }
    LinearForecaster fresh = first.fresh();

    assertThat(fresh.predict()).isNaN();
    for (int t = 0; t < 10; t++) {
      fresh.observe(t, history[t]);
    }
    assertThat(fresh.predict()).isEqualTo(first.predict());
  }

  @Test
  void refusesAHistoryThatIsTooShort() {
    assertThatThrownBy(
            () -> LinearTrainer.train(LinearTrainer.Settings.of(1, 4), 0, new double[20]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20 slots");
  }

  private static double wave(int slot) {
    double angle = 2 * Math.PI * slot / 96;
    return 100 + 30 * Math.sin(angle) + 10 * Math.cos(2 * angle);
  }
}
