package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.MixtureShape;
import io.mild.moe.Teacher;
import io.mild.moe.internal.kernel.Kernel;
import io.mild.training.backend.BackEnd;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** A training is the same, but for rounding, be it in ND4J or in a kernel. */
class ArithmeticTest {
  private static final int FEATURES = 11;
  private static final int STEPS = 12;

  static Stream<Arguments> settings() {
    MixtureSettings recommended = MixtureSettings.recommended();
    HybridLoss decorrelated = HybridLoss.paper().toBuilder().decorrelation(0.3).build();
    return Stream.of(
        Arguments.of("paper", 1, 3, 1, MixtureSettings.paper()),
        Arguments.of("recommended", 1, 3, 3, recommended),
        Arguments.of("decorrelated", 1, 3, 2, recommended.toBuilder().loss(decorrelated).build()),
        Arguments.of(
            "multiple causes", 1, 2, 1, recommended.toBuilder().multipleRootCauses(true).build()),
        Arguments.of("common expert", 1, 3, 3, recommended.toBuilder().commonExpert(true).build()),
        Arguments.of("shared", 5, 1, 3, recommended));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void someStepsEndWithTheSameWeightsButForRounding(
      String name, int views, int intents, int horizons, MixtureSettings settings) {
    double rate = settings.learningRate();
    List<float[]> weights =
        BackEnd.call(
            () ->
                Rows.arithmetics().stream()
                    .map(kernel -> trained(kernel, views, intents, horizons, settings))
                    .toList());

    for (float[] byKernel : weights.subList(1, weights.size())) {
      assertThat(byKernel).hasSameSizeAs(weights.get(0)).isNotEqualTo(weights.get(0));
      assertThat(distance(byKernel, weights.get(0))).isLessThan(0.01 * rate);
      assertThat(byKernel).containsExactly(weights.get(0), within((float) rate));
    }
  }

  /**
   * The mean; single weights may be apart by a step, for Adam's is as long where the gradient is
   * nothing but rounding.
   */
  private static double distance(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).average().orElse(0);
  }

  /** Batches of two sizes, none of them a multiple of a vector's length. */
  private static float[] trained(
      Optional<Kernel> kernel, int views, int intents, int horizons, MixtureSettings settings) {
    MixtureShape shape = settings.shape(FEATURES, intents, horizons);
    Teacher teacher = Rows.teacher(FEATURES, intents, 4);
    try (MixtureNetwork network =
        new MixtureNetwork(shape, views, settings, DataType.FLOAT, 8, kernel)) {
      for (int step = 0; step < STEPS; step++) {
        MixtureData rows =
            Rows.random(
                step % 4 == 3 ? 21 : 75, views * FEATURES, views * intents, horizons, 1 + step);
        DataSet batch = Rows.batch(rows, teacher, DataType.FLOAT);
        network.fit(batch, 0, step);
        network.score(batch);
      }
      return network.parameters();
    }
  }
}
