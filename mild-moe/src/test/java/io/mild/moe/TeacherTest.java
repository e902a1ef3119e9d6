package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TeacherTest {
  private static final int FEATURES = 4;

  /**
   * Where Σ log-loss + ½‖w‖² is least its gradient is zero: Σ (p−y) x_j + w_j = 0 for each
   * coefficient and Σ (p−y) = 0 for the intercept.
   */
  @Test
  void eachRegressionIsAtTheMinimumOfItsRegularisedLoss() {
    MixtureData data = Rows.random(2_000, FEATURES, 2, 9);
    Teacher teacher = TeacherTrainer.train(data);

    double[] logits = new double[2];
    double[] gradient = new double[2 * FEATURES];
    double[] interceptGradient = new double[2];
    for (int row = 0; row < data.rows(); row++) {
      teacher.logits(data.features(), row * FEATURES, logits);
      for (int i = 0; i < 2; i++) {
        double error = 1 / (1 + Math.exp(-logits[i])) - data.labels()[row * 2 + i];
        interceptGradient[i] += error;
        for (int j = 0; j < FEATURES; j++) {
          gradient[i * FEATURES + j] += error * data.features()[row * FEATURES + j];
        }
      }
    }
    for (int j = 0; j < gradient.length; j++) {
      assertThat(gradient[j] + teacher.weights()[j]).isCloseTo(0, within(0.2));
    }
    assertThat(interceptGradient[0]).isCloseTo(0, within(0.2));
    assertThat(interceptGradient[1]).isCloseTo(0, within(0.2));
  }

  @Test
  void anIntentWithoutFailuresGetsAConstantLowRisk() {
    MixtureData some = Rows.random(999, FEATURES, 2, 9);
    float[] labels = some.labels().clone();
    for (int row = 0; row < some.rows(); row++) {
      labels[row * 2 + 1] = 0;
    }
    Teacher teacher =
        TeacherTrainer.train(new MixtureData(some.rows(), some.features(), labels, some.causes()));

    double[] logits = new double[2];
    teacher.logits(some.features(), 17 * FEATURES, logits);
    assertThat(Teacher.probability(logits[1])).isCloseTo(0.5 / 1000, within(1e-9));
    assertThat(Arrays.copyOfRange(teacher.weights(), FEATURES, 2 * FEATURES)).containsOnly(0);
  }

  /** Logits 2 and 0 at temperature 2: odds e¹, so e/(1+e) and 1/(1+e). */
  @Test
  void thePriorIsTheSoftmaxAtTemperatureTwo() {
    float[] prior = new float[2];
    Teacher.prior(new double[] {2, 0}, prior);

    assertThat(prior[0]).isCloseTo(0.731_058_6f, within(1e-6f));
    assertThat(prior[1]).isCloseTo(0.268_941_4f, within(1e-6f));
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() {
    assertThatThrownBy(() -> new Teacher(1, new float[] {Float.NaN}, new float[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight 0 is NaN");
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new Teacher(2, new float[3], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 intents and 2 features")
        .hasMessageContaining("3 weights");
  }

  @Test
  void ofSeveralHorizonsTheLongestIsLearned() {
    assertThat(TeacherTrainer.train(Rows.random(500, 4, 3, 2, 9)))
        .isEqualTo(TeacherTrainer.train(Rows.random(500, 4, 3, 9)));
  }
}
