package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.MixtureShape;
import io.mild.training.backend.BackEnd;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The hand-derived gradient against central differences of the loss, in double precision. */
class HybridLossGradientTest {
  private static final int ROWS = 7;
  private static final int FEATURES = 5;
  private static final double STEP = 1e-6;
  private static final MixtureSettings PAPER = sizes(MixtureSettings.paper());
  private static final MixtureSettings RECOMMENDED = sizes(MixtureSettings.recommended());

  static Stream<Arguments> settings() {
    HybridLoss paper = HybridLoss.paper();
    HybridLoss crossEntropy = HybridLoss.crossEntropy();
    return Stream.of(1, 3, 10)
        .flatMap(
            intents ->
                Stream.of(
                    Arguments.of("paper", intents, 1, PAPER),
                    Arguments.of(
                        "with decorrelation", intents, 1, of(paper.withDecorrelation(0.3))),
                    Arguments.of("focal only", intents, 1, of(only(1, 2, 0, 0, 0, 0))),
                    Arguments.of("cross-entropy only", intents, 1, of(only(1, 0, 0, 0, 0, 0))),
                    Arguments.of("another gamma", intents, 1, of(only(1, 1.5, 0, 0, 0, 0))),
                    Arguments.of("distillation only", intents, 1, of(only(0, 2, 0, 0, 0, 0))),
                    Arguments.of("gate and cause", intents, 1, of(only(0, 0, 1, 0, 0, 0))),
                    Arguments.of("gate and teacher", intents, 1, of(only(0, 0, 0, 1, 0, 0))),
                    Arguments.of("gate's sparsity", intents, 1, of(only(0, 0, 0, 0, 1, 0))),
                    Arguments.of("decorrelation", intents, 1, of(only(0, 0, 0, 0, 0, 1))),
                    Arguments.of("paper, multiple root causes", intents, 1, multiple(PAPER)),
                    Arguments.of(
                        "multiple, gate and cause",
                        intents,
                        1,
                        multiple(of(only(0, 0, 1, 0, 0, 0)))),
                    Arguments.of(
                        "multiple, gate and teacher",
                        intents,
                        1,
                        multiple(of(only(0, 0, 0, 1, 0, 0)))),
                    Arguments.of(
                        "multiple, gate's sparsity",
                        intents,
                        1,
                        multiple(of(only(0, 0, 0, 0, 1, 0)))),
                    Arguments.of(
                        "multiple, with decorrelation",
                        intents,
                        3,
                        multiple(of(paper.withDecorrelation(0.3)))),
                    Arguments.of("recommended, multiple", intents, 3, multiple(RECOMMENDED)),
                    Arguments.of("paper, three horizons", intents, 3, PAPER),
                    Arguments.of(
                        "with decorrelation", intents, 3, of(paper.withDecorrelation(0.3))),
                    Arguments.of("paper with dropout", intents, 1, PAPER.withDropout(0.3)),
                    Arguments.of("paper, uncoupled", intents, 1, PAPER.withCoupled(false)),
                    Arguments.of("recommended", intents, 1, RECOMMENDED),
                    Arguments.of("recommended", intents, 3, RECOMMENDED),
                    Arguments.of("without dropout", intents, 3, RECOMMENDED.withDropout(0)),
                    Arguments.of("common expert", intents, 1, PAPER.withCommonExpert(true)),
                    Arguments.of("common expert", intents, 3, RECOMMENDED.withCommonExpert(true)),
                    Arguments.of(
                        "common expert, nothing to decorrelate",
                        intents,
                        3,
                        of(paper.withDecorrelation(0.3)).withCommonExpert(true)),
                    Arguments.of(
                        "with decorrelation",
                        intents,
                        3,
                        RECOMMENDED.withLoss(crossEntropy.withDecorrelation(0.3)))));
  }

  private static MixtureSettings multiple(MixtureSettings settings) {
    return settings.withMultipleRootCauses(true);
  }

  private static MixtureSettings of(HybridLoss loss) {
    return PAPER.withLoss(loss);
  }

  private static HybridLoss only(
      double alpha, double gamma, double cause, double teacher, double sparsity, double decorr) {
    return new HybridLoss(alpha, gamma, cause, teacher, sparsity, 1, decorr);
  }

  private static MixtureSettings sizes(MixtureSettings s) {
    return new MixtureSettings(
        List.of(6, 4),
        3,
        2,
        s.coupled(),
        s.loss(),
        s.dropout(),
        s.learningRate(),
        s.annealed(),
        s.weightDecay(),
        s.batch(),
        s.maxEpochs(),
        s.patience(),
        11);
  }

  @ParameterizedTest(name = "{0}, K = {1}, n = {2}")
  @MethodSource("settings")
  void theGradientIsThatOfFiniteDifferences(
      String name, int intents, int horizons, MixtureSettings settings) {
    assertThat(BackEnd.call(() -> gradientsCompared(1, intents, horizons, settings))).isPositive();
  }

  @ParameterizedTest(name = "{0}, {1} views, n = {2}")
  @MethodSource("settings")
  void soItIsWhereViewsShareTheMixture(
      String name, int views, int horizons, MixtureSettings settings) {
    assertThat(BackEnd.call(() -> gradientsCompared(views, 1, horizons, settings))).isPositive();
  }

  private static int gradientsCompared(
      int views, int intents, int horizons, MixtureSettings settings) {
    MixtureShape shape = settings.shape(FEATURES, intents, horizons);
    MultiLayerNetwork network =
        new MixtureNetwork(shape, views, settings, DataType.DOUBLE, 8).dl4j();
    ((MixtureLayer) network.getOutputLayer()).dropoutOf(17);
    DataSet batch =
        Rows.batch(
            Rows.random(ROWS, views * FEATURES, views * intents, horizons, 5),
            Rows.teacher(FEATURES, intents, 6),
            DataType.DOUBLE);
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
          .isCloseTo(expected, within(1e-7 + 1e-5 * Math.abs(expected)));
    }
    return gradient.length;
  }
}
