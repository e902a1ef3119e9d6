package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.MixtureShape;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** What the recommended loss means, from the network's own probabilities. */
class OrdinalLossTest {
  private static final int ROWS = 60;
  private static final int FEATURES = 5;
  private static final int INTENTS = 3;
  private static final int HORIZONS = 3;

  private final MixtureData rows = Rows.random(ROWS, FEATURES, INTENTS, HORIZONS, 5);
  private final DataSet batch =
      Rows.batch(rows, Rows.teacher(FEATURES, INTENTS, 6), DataType.DOUBLE);

  /**
   * −log P(bin): of no failure 1 − P1, between horizons P1 − P2 and P2 − P3, within the last P3.
   */
  @Test
  void theHeadsLossIsTheNegativeLogLikelihoodOfTheBinOfTimeToFailure() {
    try (MixtureNetwork network = network(HybridLoss.crossEntropy())) {
      INDArray output = network.dl4j().output(batch.getFeatures());
      double expected = 0;
      for (int n = 0; n < ROWS; n++) {
        for (int i = 0; i < INTENTS; i++) {
          int reached = 0;
          for (int j = 0; j < HORIZONS; j++) {
            reached += (int) rows.labels()[(n * HORIZONS + j) * INTENTS + i];
          }
          double within = reached == 0 ? 1 : output.getDouble(n, (reached - 1) * INTENTS + i);
          double next = reached == HORIZONS ? 0 : output.getDouble(n, reached * INTENTS + i);
          expected -= Math.log(within - next) / ROWS;
        }
      }

      LossTerms terms = network.score(batch);
      assertThat(terms.focal()).isCloseTo(expected, within(1e-12));
      assertThat(terms.total()).isEqualTo(terms.focal() + terms.gateCause());
    }
  }

  /**
   * −Σ ȳ log g over rows with a target, by the full batch; KL is that less the target's entropy.
   */
  @Test
  void theGatesLossIsTheCrossEntropyOfTheCauseButForTheTargetsEntropy() {
    try (MixtureNetwork network = network(HybridLoss.crossEntropy())) {
      INDArray output = network.dl4j().output(batch.getFeatures());
      double crossEntropy = 0;
      double entropy = 0;
      for (int n = 0; n < ROWS; n++) {
        for (int i = 0; i < INTENTS; i++) {
          double target = rows.causes()[n * INTENTS + i];
          if (target > 0) {
            double g = output.getDouble(n, HORIZONS * INTENTS + i);
            crossEntropy -= target * Math.log(g) / ROWS;
            entropy -= target * Math.log(target) / ROWS;
          }
        }
      }

      assertThat(network.score(batch).gateCause()).isCloseTo(crossEntropy - entropy, within(1e-12));
    }
  }

  @Test
  void uncoupledHeadsSendTheGateNoGradient() {
    HybridLoss headsOnly =
        HybridLoss.builder()
            .alpha(0.9)
            .gamma(2)
            .cause(0)
            .teacher(0)
            .sparsity(0)
            .gate(0)
            .decorrelation(0.5)
            .build();
    try (MixtureNetwork network = network(headsOnly)) {
      network.dl4j().setInput(batch.getFeatures());
      network.dl4j().setLabels(batch.getLabels());
      network.dl4j().computeGradientAndScore();
      double[] gradient = network.dl4j().gradient().gradient().toDoubleVector();

      assertThat(of(shape(headsOnly).gateOutput(), gradient)).containsOnly(0);
      assertThat(of(shape(headsOnly).gateHidden(), gradient)).containsOnly(0);
      double[] ofExperts = of(shape(headsOnly).experts(), gradient);
      assertThat(ofExperts).isNotEqualTo(new double[ofExperts.length]);
    }
  }

  private static double[] of(MixtureShape.Block block, double[] gradient) {
    return Arrays.copyOfRange(gradient, block.offset(), block.offset() + block.length());
  }

  private static MixtureSettings settings(HybridLoss loss) {
    return MixtureSettings.recommended().toBuilder().loss(loss).build();
  }

  private static MixtureShape shape(HybridLoss loss) {
    return settings(loss).shape(FEATURES, INTENTS, HORIZONS);
  }

  private static MixtureNetwork network(HybridLoss loss) {
    return new MixtureNetwork(shape(loss), 1, settings(loss), DataType.DOUBLE, 8, Optional.empty());
  }
}
