package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.MixtureShape;
import io.mild.moe.internal.kernel.Kernel;
import io.mild.training.backend.BackEnd;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The hand-derived gradient, by ND4J and by the kernels, against central differences of the loss in
 * double precision.
 */
class HybridLossGradientTest {
  private static final int ROWS = 7;
  private static final int FEATURES = 5;
  private static final double STEP = 1e-6;
  private static final double DOUBLE_PRECISION = 1e-5;
  private static final double SINGLE_PRECISION = 1e-4;
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
                        "with decorrelation",
                        intents,
                        1,
                        of(paper.toBuilder().decorrelation(0.3).build())),
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
                        multiple(of(paper.toBuilder().decorrelation(0.3).build()))),
                    Arguments.of("recommended, multiple", intents, 3, multiple(RECOMMENDED)),
                    Arguments.of("paper, three horizons", intents, 3, PAPER),
                    Arguments.of(
                        "with decorrelation",
                        intents,
                        3,
                        of(paper.toBuilder().decorrelation(0.3).build())),
                    Arguments.of(
                        "paper with dropout", intents, 1, PAPER.toBuilder().dropout(0.3).build()),
                    Arguments.of(
                        "paper, uncoupled", intents, 1, PAPER.toBuilder().coupled(false).build()),
                    Arguments.of("recommended", intents, 1, RECOMMENDED),
                    Arguments.of("recommended", intents, 3, RECOMMENDED),
                    Arguments.of(
                        "without dropout", intents, 3, RECOMMENDED.toBuilder().dropout(0).build()),
                    Arguments.of(
                        "common expert", intents, 1, PAPER.toBuilder().commonExpert(true).build()),
                    Arguments.of(
                        "common expert",
                        intents,
                        3,
                        RECOMMENDED.toBuilder().commonExpert(true).build()),
                    Arguments.of(
                        "common expert, nothing to decorrelate",
                        intents,
                        3,
                        of(paper.toBuilder().decorrelation(0.3).build()).toBuilder()
                            .commonExpert(true)
                            .build()),
                    Arguments.of(
                        "with decorrelation",
                        intents,
                        3,
                        RECOMMENDED.toBuilder()
                            .loss(crossEntropy.toBuilder().decorrelation(0.3).build())
                            .build())));
  }

  private static MixtureSettings multiple(MixtureSettings settings) {
    return settings.toBuilder().multipleRootCauses(true).build();
  }

  private static MixtureSettings of(HybridLoss loss) {
    return PAPER.toBuilder().loss(loss).build();
  }

  private static HybridLoss only(
      double alpha, double gamma, double cause, double teacher, double sparsity, double decorr) {
    return HybridLoss.builder()
        .alpha(alpha)
        .gamma(gamma)
        .cause(cause)
        .teacher(teacher)
        .sparsity(sparsity)
        .gate(1)
        .decorrelation(decorr)
        .build();
  }

  private static MixtureSettings sizes(MixtureSettings s) {
    return MixtureSettings.builder()
        .encoder(List.of(6, 4))
        .gate(3)
        .expert(2)
        .coupled(s.coupled())
        .loss(s.loss())
        .dropout(s.dropout())
        .learningRate(s.learningRate())
        .annealed(s.annealed())
        .weightDecay(s.weightDecay())
        .batch(s.batch())
        .maxEpochs(s.maxEpochs())
        .patience(s.patience())
        .seed(11)
        .build();
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
    DataSet batch =
        Rows.batch(
            Rows.random(ROWS, views * FEATURES, views * intents, horizons, 5),
            Rows.teacher(FEATURES, intents, 6),
            DataType.DOUBLE);
    double[] expected = differences(network(shape, views, settings, Optional.empty()), batch);
    assertThat(expected).hasSize(shape.parameterCount());
    for (Optional<Kernel> kernel : Rows.arithmetics()) {
      double tolerance = kernel.isPresent() ? SINGLE_PRECISION : DOUBLE_PRECISION;
      double[] gradient = gradient(network(shape, views, settings, kernel), batch);
      for (int i = 0; i < expected.length; i++) {
        assertThat(gradient[i])
            .as("parameter %d of %s by %s", i, shape.blocks(), kernel)
            .isCloseTo(expected[i], within(tolerance * (0.01 + Math.abs(expected[i]))));
      }
    }
    return expected.length;
  }

  private static MultiLayerNetwork network(
      MixtureShape shape, int views, MixtureSettings settings, Optional<Kernel> kernel) {
    DataType type = kernel.isPresent() ? DataType.FLOAT : DataType.DOUBLE;
    MultiLayerNetwork network = new MixtureNetwork(shape, views, settings, type, 8, kernel).dl4j();
    ((MixtureLayer) network.getOutputLayer()).dropoutOf(17);
    return network;
  }

  private static double[] differences(MultiLayerNetwork network, DataSet batch) {
    INDArray parameters = network.params();
    double[] differences = new double[(int) parameters.length()];
    for (int i = 0; i < differences.length; i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + STEP);
      double above = network.score(batch, true);
      parameters.putScalar(i, value - STEP);
      double below = network.score(batch, true);
      parameters.putScalar(i, value);
      differences[i] = (above - below) / (2 * STEP);
    }
    return differences;
  }

  private static double[] gradient(MultiLayerNetwork network, DataSet batch) {
    DataType type = network.params().dataType();
    network.setInput(batch.getFeatures().castTo(type));
    network.setLabels(batch.getLabels().castTo(type));
    network.computeGradientAndScore();
    return network.gradient().gradient().toDoubleVector();
  }
}
