package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

class LogisticLossTest {
  private final LogisticLoss loss = new LogisticLoss();

  @Test
  void aUnitThatIsSureAndWrongHasAGradientOfOne() {
    INDArray logits = row(40, -40, 200, -200);
    INDArray labels = row(0, 1, 0, 1);

    INDArray gradient = loss.computeGradient(labels, logits, new ActivationIdentity(), null);

    assertThat(gradient.toFloatVector()).containsExactly(1, -1, 1, -1);
  }

  /** Why DL4J's own will not do. */
  @Test
  void throughTheProbabilityThatGradientIsLost() {
    INDArray gradient =
        new LossBinaryXENT()
            .computeGradient(row(0, 1), row(40, -40), new ActivationSigmoid(), null);

    assertThat(gradient.toFloatVector()).containsExactly(new float[] {0, 0}, within(1e-3f));
  }

  @Test
  void theLossIsThatOfTheTextbook() {
    // −log σ(2) and −log(1 − σ(−1)), by hand: log(1 + e^−2) and log(1 + e^−1)
    INDArray scores = loss.computeScoreArray(row(1, 0), row(2, -1), new ActivationIdentity(), null);

    assertThat(scores.toFloatVector())
        .containsExactly(
            new float[] {(float) (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(-1)))},
            within(1e-6f));
  }

  @Test
  void theLossOfAUnitThatIsSureAndWrongIsItsLogit() {
    double score =
        loss.computeScore(row(0, 1), row(200, -100), new ActivationIdentity(), null, false);

    assertThat(score).isCloseTo(300, within(1e-3));
  }

  @Test
  void meansAreOverRowsOfSumsOverIntents() {
    INDArray zeros = Nd4j.zeros(DataType.FLOAT, 4, 3);

    double score = loss.computeScore(zeros, zeros, new ActivationIdentity(), null, true);

    assertThat(score).isCloseTo(3 * Math.log(2), within(1e-6));
  }

  @Test
  void theGradientIsTheLimitOfDifferences() {
    double[][] logits = {{-30, -3, -0.2}, {0.1, 4, 25}, {1, -1, 0.5}};
    INDArray labels = Nd4j.createFromArray(new double[][] {{1, 0, 1}, {0, 1, 0}, {0.3, 1, 0}});
    double step = 1e-5;

    INDArray gradient =
        loss.computeGradient(labels, Nd4j.createFromArray(logits), new ActivationIdentity(), null);

    for (int row = 0; row < 3; row++) {
      for (int intent = 0; intent < 3; intent++) {
        double at = logits[row][intent];
        logits[row][intent] = at + step;
        double above = score(labels, logits);
        logits[row][intent] = at - step;
        double below = score(labels, logits);
        logits[row][intent] = at;
        assertThat(gradient.getDouble(row, intent))
            .isCloseTo((above - below) / (2 * step), within(1e-8));
      }
    }
  }

  private double score(INDArray labels, double[][] logits) {
    return loss.computeScore(
        labels, Nd4j.createFromArray(logits), new ActivationIdentity(), null, false);
  }

  @Test
  void probabilitiesAreRefused() {
    assertThatThrownBy(() -> loss.computeGradient(row(1), row(1), new ActivationSigmoid(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sigmoid");
  }

  private static INDArray row(float... values) {
    return Nd4j.createFromArray(new float[][] {values});
  }
}
