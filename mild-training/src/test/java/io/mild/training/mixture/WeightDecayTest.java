package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.internal.kernel.Kernel;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

class WeightDecayTest {
  private static final double RATE = 0.05;

  /**
   * One feature, two intents, two horizons, all layers one wide; w is a weight and b a bias of the
   * encoder, the gate's hidden layer (d1, d2, h), the experts, the gate's output, the heads.
   */
  private static final String PARAMETERS = "wb" + "wwwb" + "wbwb" + "wbwb" + "wwww" + "bbbb";

  @ParameterizedTest
  @CsvSource({"0, false", "0.4, false", "0.4, true"})
  void threeStepsAreAdamWsInPlainArithmetic(double decay, boolean annealed) {
    MixtureSettings settings =
        MixtureSettings.builder()
            .encoder(List.of(1))
            .gate(1)
            .expert(1)
            .coupled(false)
            .loss(HybridLoss.crossEntropy())
            .dropout(0)
            .learningRate(RATE)
            .annealed(annealed)
            .weightDecay(decay)
            .batch(4)
            .maxEpochs(2)
            .patience(1)
            .seed(4)
            .build();
    for (Optional<Kernel> kernel : Rows.arithmetics()) {
      DataType type = kernel.isPresent() ? DataType.FLOAT : DataType.DOUBLE;
      try (MixtureNetwork network =
          new MixtureNetwork(settings.shape(1, 2, 2), 1, settings, type, 8, kernel)) {
        threeStepsAreAdamWs(network, decay, annealed, kernel.isPresent() ? 5e-6 : 1e-12);
      }
    }
  }

  private static void threeStepsAreAdamWs(
      MixtureNetwork network, double decay, boolean annealed, double tolerance) {
    int size = PARAMETERS.length();
    double[] m = new double[size];
    double[] v = new double[size];
    double[] w = network.dl4j().params().toDoubleVector();
    DataType type = network.dl4j().params().dataType();
    DataSet batch = Rows.batch(Rows.random(8, 1, 2, 2, 3), Rows.teacher(1, 2, 6), type);
    assertThat(w).hasSize(size);
    for (int t = 1; t <= 3; t++) {
      double[] gradient = gradient(network.dl4j(), batch);
      // Kingma and Ba 2015, end of section 2: ε is added to the uncorrected root
      double left = annealed ? 1 - (t - 1) / 4.0 : 1; // 2 epochs of 2 batches
      double rate = left * RATE * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
      for (int i = 0; i < size; i++) {
        m[i] = 0.9 * m[i] + 0.1 * gradient[i];
        v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
        w[i] -= rate * m[i] / (Math.sqrt(v[i]) + 1e-8);
        if (PARAMETERS.charAt(i) == 'w') {
          w[i] -= left * RATE * decay * w[i];
        }
      }
      network.fit(batch, 0, t - 1);
      assertThat(network.dl4j().params().toDoubleVector()).containsExactly(w, within(tolerance));
    }
  }

  private static double[] gradient(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    return network.gradient().gradient().toDoubleVector();
  }
}
