package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class NetworksTest {
  @Test
  void aPerceptronLearnsAProductOfSigns() {
    Fold fold = ProductRecording.fold(4000);

    double[][] risks = NoiseRecording.predict(new Perceptron(), fold).risks();

    for (int i = 0; i < 2; i++) {
      assertThat(NoiseRecording.auc(fold, risks[i], i)).isGreaterThan(0.9);
    }
  }

  /** A network of one layer, its only unit's bias so far out that single precision has σ = 1. */
  @Test
  void headsThatAreSureAndWrongLearn() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(NetworkTrainer.layers().layer(NetworkTrainer.heads(1, 1)).build());
    network.init();
    network.setParams(Nd4j.createFromArray(new float[][] {{0, 40}})); // weight and bias
    network.setInput(Nd4j.createFromArray(new float[][] {{1}, {2}}));
    network.setLabels(Nd4j.createFromArray(new float[][] {{0}, {0}}));

    network.computeGradientAndScore();

    assertThat(network.gradient().gradient().toFloatVector())
        .containsExactly(new float[] {3, 2}, within(1e-5f)); // sums of (σ − y)·x and of σ − y
    assertThat(network.score()).isCloseTo(40, within(1e-4));
  }

  /**
   * The pulse ends 46 minutes before the failure, so in the last 25 minutes the features' windows
   * of 15 minutes don't hold it, while an hour does.
   */
  @Test
  void aRecurrentNetworkRemembersAPulseThatTheFeaturesHaveForgotten() {
    Fold fold =
        NoiseRecording.fold(
            2,
            6000,
            (intent, n, minutes, row) -> {
              if (minutes > 45) {
                row[intent] += 4;
              }
            });

    double[][] recurrent = NoiseRecording.predict(new RecurrentNetwork(), fold).risks();
    double[][] regression = NoiseRecording.predict(new LogisticOneVsRest(), fold).risks();

    for (int i = 0; i < 2; i++) {
      assertThat(lateAuc(fold, recurrent[i], i)).isGreaterThan(0.8);
      assertThat(lateAuc(fold, regression[i], i)).isLessThan(0.65);
    }
  }

  /** As {@link NoiseRecording#auc}, of the last 25 minutes before a failure. */
  private static double lateAuc(Fold fold, double[] risks, int intent) {
    double above = 0;
    int pairs = 0;
    for (int p = 0; p < risks.length; p++) {
      int row = fold.validationStart() + p;
      boolean late =
          NoiseRecording.fails(row, intent)
              && NoiseRecording.PERIOD - row % NoiseRecording.PERIOD < 26;
      for (int q = 0; late && q < risks.length; q++) {
        if (!NoiseRecording.fails(fold.validationStart() + q, intent)) {
          above += risks[p] > risks[q] ? 1 : 0;
          pairs++;
        }
      }
    }
    return above / pairs;
  }
}
