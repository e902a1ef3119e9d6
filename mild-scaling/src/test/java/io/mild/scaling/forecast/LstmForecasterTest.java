package io.mild.scaling.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.forecast.LstmTrainer.Sequences;
import io.mild.scaling.forecast.LstmTrainer.Settings;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class LstmForecasterTest {
  private static final Settings SMALL =
      Settings.builder(48, 3).steps(8).cells(6).maxEpochs(15).learningRate(.01).build();

  @Test
  void equalsTheForwardPassOfDl4j() {
    double[] history = wave(0, 40);
    LstmInputs inputs = new LstmInputs(8, 48, 3, 100, 20);
    MultiLayerNetwork network = LstmTrainer.network(SMALL);
    Sequences sequences = Sequences.of(inputs.fresh(), 5, history);
    INDArray output = network.output(sequences.batch(new int[] {17}, 8).getFeatures());

    LstmForecaster forecaster = new LstmForecaster(inputs, LstmTrainer.weights(network));
    for (int t = 0; t <= 17 + 7; t++) {
      forecaster.observe(5 + t, history[t]);
    }
    assertThat((forecaster.predict() - history[24]) / 20)
        .isCloseTo(output.getDouble(0), within(1e-6));
  }

  @Test
  void learnsAWaveBetterThanToExpectNoChange() {
    LstmForecaster forecaster = LstmTrainer.train(SMALL, 0, wave(0, 960));
    double error = 0;
    double persistence = 0;
    double[] later = wave(960, 200);
    for (int t = 0; t + 3 < later.length; t++) {
      forecaster.observe(960 + t, later[t]);
      if (t >= 8) {
        error += Math.abs(forecaster.predict() - later[t + 3]);
        persistence += Math.abs(later[t] - later[t + 3]);
      }
    }

    assertThat(error).isLessThan(persistence / 4);
  }

  @Test
  void twoTrainingsWithOneSeedAreTheSame() {
    Settings brief = SMALL.toBuilder().maxEpochs(2).seed(7).build();
    LstmForecaster one = LstmTrainer.train(brief, 0, wave(0, 300));
    LstmForecaster two = LstmTrainer.train(brief, 0, wave(0, 300));
    for (int t = 0; t < 8; t++) {
      one.observe(t, 100 + t);
      two.observe(t, 100 + t);
    }

    assertThat(one.predict()).isFinite().isEqualTo(two.predict());
  }

  /** 8 steps and 3 ahead: a piece of 40 slots gives 30 rows, and 3 missing values none. */
  @Test
  void learnsNothingOfWhatLiesBetweenPieces() {
    double[] history = new double[83];
    Arrays.fill(history, Double.NaN);
    System.arraycopy(wave(0, 40), 0, history, 0, 40);
    System.arraycopy(wave(24, 40), 0, history, 43, 40);
    LstmInputs inputs = new LstmInputs(8, 48, 3, 100, 20);
    Sequences sequences = Sequences.of(inputs, 0, history);

    assertThat(sequences.targets()).hasSize(60).doesNotContain(Float.NaN);
    assertThat(sequences.targets()[30])
        .isEqualTo((float) ((wave(24, 11)[10] - wave(24, 8)[7]) / 20));
  }

  @Test
  void aFreshOneHasSeenNothingAndForetellsTheSame() {
    LstmForecaster first =
        LstmTrainer.train(SMALL.toBuilder().cells(2).maxEpochs(1).build(), 0, wave(0, 200));
    LstmForecaster fresh = first.fresh();
    for (int t = 0; t < 8; t++) {
      first.observe(t, 100 + t);
    }
    assertThat(fresh.predict()).isNaN();
    for (int t = 0; t < 8; t++) {
      fresh.observe(t, 100 + t);
    }

    assertThat(fresh.predict()).isFinite().isEqualTo(first.predict());
  }

  @Test
  void refusesAHistoryThatIsTooShort() {
    assertThatThrownBy(() -> LstmTrainer.train(SMALL, 0, wave(0, 100)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100 slots gives 90 rows, and 99 are needed");
  }

  @Test
  void saysNothingBeforeItsStepsAreKnown() {
    LstmForecaster forecaster =
        LstmTrainer.train(SMALL.toBuilder().cells(2).maxEpochs(1).build(), 0, wave(0, 200));
    for (int t = 0; t < 7; t++) {
      forecaster.observe(t, 100);
    }
    assertThat(forecaster.predict()).isNaN();
  }

  @Test
  void refusesAHistoryThatNeverChanges() {
    assertThatThrownBy(() -> LstmTrainer.train(SMALL, 0, new double[500]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("always 0.0");
  }

  private static double[] wave(int from, int slots) {
    double[] values = new double[slots];
    for (int t = 0; t < slots; t++) {
      values[t] = 100 + 30 * Math.sin(2 * Math.PI * (from + t) / 48);
    }
    return values;
  }
}
