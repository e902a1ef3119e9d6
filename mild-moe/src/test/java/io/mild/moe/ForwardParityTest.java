package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is served is what was trained: plain Java against DL4J's own forward pass. */
class ForwardParityTest {
  private static final int ROWS = 300;
  private static final int FEATURES = 40;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void plainJavaEqualsDl4jTo1e5(int intents) {
    MixtureShape shape = MixtureShape.paper(FEATURES, intents);
    MultiLayerNetwork network =
        MixtureTraining.network(shape, HybridLoss.paper(), 1e-3, 3, DataType.FLOAT);
    Teacher teacher = Rows.teacher(FEATURES, intents, 4);
    MixtureOfExperts mixture = new MixtureOfExperts(shape, network.params().toFloatVector());
    MixtureData rows = Rows.random(ROWS, FEATURES, intents, 8);

    INDArray input = Nd4j.create(DataType.FLOAT, new long[] {ROWS, FEATURES + intents}, 'f');
    double[] logits = new double[intents];
    float[] prior = new float[intents];
    for (int n = 0; n < ROWS; n++) {
      teacher.logits(rows.features(), n * FEATURES, logits);
      Teacher.prior(logits, prior);
      for (int j = 0; j < FEATURES; j++) {
        input.putScalar(n, j, rows.features()[n * FEATURES + j]);
      }
      for (int i = 0; i < intents; i++) {
        input.putScalar(n, FEATURES + i, prior[i]);
      }
    }
    INDArray expected = network.output(input);

    RiskModel.Scorer scorer = new RiskModel(teacher, mixture).newScorer();
    double[] risks = new double[intents];
    double[] gate = new double[intents];
    for (int n = 0; n < ROWS; n++) {
      scorer.score(rows.features(), n * FEATURES, risks, gate);
      for (int i = 0; i < intents; i++) {
        assertThat(risks[i]).isCloseTo(expected.getDouble(n, i), within(1e-5));
        assertThat(gate[i]).isCloseTo(expected.getDouble(n, intents + i), within(1e-5));
      }
    }
  }
}
