package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The hand-derived gradient against central differences of the loss, in double precision. */
class HybridLossGradientTest {
  private static final int ROWS = 7;
  private static final int FEATURES = 5;
  private static final double STEP = 1e-6;

  static Stream<Arguments> losses() {
    HybridLoss paper = HybridLoss.paper();
    return Stream.of(1, 3, 10)
        .flatMap(
            intents ->
                Stream.of(
                    Arguments.of("paper", intents, paper),
                    Arguments.of("with decorrelation", intents, paper.withDecorrelation(0.3)),
                    Arguments.of("focal only", intents, only(1, 2, 0, 0, 0, 0)),
                    Arguments.of("cross-entropy only", intents, only(1, 0, 0, 0, 0, 0)),
                    Arguments.of("focal of another gamma", intents, only(1, 1.5, 0, 0, 0, 0)),
                    Arguments.of("distillation only", intents, only(0, 2, 0, 0, 0, 0)),
                    Arguments.of("gate and cause", intents, only(0, 0, 1, 0, 0, 0)),
                    Arguments.of("gate and teacher", intents, only(0, 0, 0, 1, 0, 0)),
                    Arguments.of("gate's sparsity", intents, only(0, 0, 0, 0, 1, 0)),
                    Arguments.of("decorrelation", intents, only(0, 0, 0, 0, 0, 1))));
  }

  private static HybridLoss only(
      double alpha, double gamma, double cause, double teacher, double sparsity, double decorr) {
    return new HybridLoss(alpha, gamma, cause, teacher, sparsity, 1, decorr);
  }

  @ParameterizedTest(name = "{0}, K = {1}")
  @MethodSource("losses")
  void theGradientIsThatOfFiniteDifferences(String name, int intents, HybridLoss loss) {
    assertThat(BackEnd.call(() -> gradientsCompared(intents, loss))).isPositive();
  }

  private static int gradientsCompared(int intents, HybridLoss loss) {
    MixtureShape shape = new MixtureShape(FEATURES, intents, List.of(6, 4), 3, 2);
    MultiLayerNetwork network = MixtureTraining.network(shape, loss, 1e-3, 11, DataType.DOUBLE);
    DataSet batch = batch(intents);
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    double[] gradient = network.gradient().gradient().toDoubleVector();

    INDArray parameters = network.params();
    assertThat(gradient).hasSize(shape.parameterCount());
    for (int i = 0; i < gradient.length; i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + STEP);
      double above = network.score(batch, true);
      parameters.putScalar(i, value - STEP);
      double below = network.score(batch, true);
      parameters.putScalar(i, value);
      double expected = (above - below) / (2 * STEP);
      assertThat(gradient[i])
          .as("parameter %d of %s", i, shape.blocks())
          .isCloseTo(
              expected, org.assertj.core.data.Offset.offset(1e-7 + 1e-5 * Math.abs(expected)));
    }
    return gradient.length;
  }

  private static DataSet batch(int intents) {
    MixtureData rows = Rows.random(ROWS, FEATURES, intents, 5);
    SplittableRandom random = new SplittableRandom(6);
    INDArray input = Nd4j.create(DataType.DOUBLE, new long[] {ROWS, FEATURES + intents}, 'f');
    INDArray labels = Nd4j.create(DataType.DOUBLE, new long[] {ROWS, 3L * intents}, 'f');
    for (int n = 0; n < ROWS; n++) {
      for (int j = 0; j < FEATURES; j++) {
        input.putScalar(n, j, rows.features()[n * FEATURES + j]);
      }
      double[] prior = random.doubles(intents, 0.1, 1).toArray();
      double sum = java.util.Arrays.stream(prior).sum();
      for (int i = 0; i < intents; i++) {
        input.putScalar(n, FEATURES + i, prior[i] / sum);
        labels.putScalar(n, i, rows.labels()[n * intents + i]);
        labels.putScalar(n, intents + i, rows.causes()[n * intents + i]);
        labels.putScalar(n, 2 * intents + i, random.nextDouble());
      }
    }
    return new DataSet(input, labels);
  }
}
