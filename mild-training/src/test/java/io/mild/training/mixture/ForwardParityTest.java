package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.MixtureOfExperts;
import io.mild.moe.MixtureShape;
import io.mild.moe.Teacher;
import io.mild.moe.internal.kernel.Kernel;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is served is what was trained: the scoring against DL4J's forward pass, by ND4J and by the
 * kernels.
 */
class ForwardParityTest {
  private static final int ROWS = 300;
  private static final int FEATURES = 40;

  @ParameterizedTest(name = "K = {0}, n = {1}, coupled: {2}")
  @CsvSource({
    "1, 1, true", "3, 1, true", "10, 1, true", "3, 3, true",
    "1, 3, false", "3, 1, false", "3, 3, false", "10, 3, false"
  })
  void plainJavaEqualsDl4jTo1e5(int intents, int horizons, boolean coupled) {
    plainJavaEqualsDl4j(1, intents, horizons, paper(coupled));
  }

  @ParameterizedTest(name = "{0} views, K = {1}, n = {2}, coupled: {3}")
  @CsvSource({"1, 3, 1, true", "1, 10, 3, false", "3, 1, 1, true", "10, 1, 3, false"})
  void soItDoesForMultipleRootCauses(int views, int intents, int horizons, boolean coupled) {
    plainJavaEqualsDl4j(
        views, intents, horizons, paper(coupled).toBuilder().multipleRootCauses(true).build());
  }

  @ParameterizedTest(name = "K = {0}, n = {1}, coupled: {2}")
  @CsvSource({"1, 1, true", "3, 1, true", "3, 3, false", "10, 3, true"})
  void soItDoesWhereAllHeadsReadOneExpert(int intents, int horizons, boolean coupled) {
    plainJavaEqualsDl4j(
        1, intents, horizons, paper(coupled).toBuilder().commonExpert(true).build());
  }

  @ParameterizedTest(name = "{0} views, n = {1}, coupled: {2}")
  @CsvSource({"1, 1, false", "3, 1, true", "10, 1, false", "3, 3, true", "10, 3, false"})
  void soItDoesWhereViewsShareTheMixture(int views, int horizons, boolean coupled) {
    plainJavaEqualsDl4j(views, 1, horizons, paper(coupled));
  }

  private static MixtureSettings paper(boolean coupled) {
    return MixtureSettings.paper().toBuilder().coupled(coupled).dropout(0.5).seed(3).build();
  }

  private static void plainJavaEqualsDl4j(
      int views, int ofMixture, int horizons, MixtureSettings settings) {
    MixtureShape shape = settings.shape(FEATURES, ofMixture, horizons);
    for (Optional<Kernel> kernel : Rows.arithmetics()) {
      try (MixtureNetwork network =
          new MixtureNetwork(shape, views, settings, DataType.FLOAT, 8, kernel)) {
        plainJavaEquals(network, shape, views);
      }
    }
  }

  private static void plainJavaEquals(MixtureNetwork network, MixtureShape shape, int views) {
    int intents = views * shape.intents();
    Teacher teacher = Rows.teacher(FEATURES, shape.intents(), 4);
    MixtureData rows = Rows.random(ROWS, views * FEATURES, intents, shape.horizons(), 8);
    INDArray input = Rows.batch(rows, teacher, DataType.FLOAT).getFeatures();
    double[][] expected = network.dl4j().output(input).toDoubleMatrix();
    MixtureOfExperts mixture = new MixtureOfExperts(shape, network.parameters());
    MixtureOfExperts.Scratch scratch = mixture.newScratch(views);
    double[] logits = new double[intents];
    float[] prior = new float[intents];
    double[] risks = new double[views * shape.risks()];
    double[] gate = new double[intents];
    for (int n = 0; n < ROWS; n++) {
      int offset = n * views * FEATURES;
      teacher.logits(rows.features(), offset, logits);
      Teacher.prior(logits, prior);
      mixture.score(rows.features(), offset, prior, risks, gate, scratch);
      double[] expectedRisks = Arrays.copyOf(expected[n], risks.length);
      double[] expectedGate = Arrays.copyOfRange(expected[n], risks.length, expected[n].length);
      assertThat(risks).containsExactly(expectedRisks, within(1e-5));
      assertThat(gate).containsExactly(expectedGate, within(1e-5));
    }
  }
}
