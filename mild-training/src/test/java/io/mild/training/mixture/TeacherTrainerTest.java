package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.Teacher;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TeacherTrainerTest {
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

  @Test
  void ofSeveralHorizonsTheLongestIsLearned() {
    assertThat(TeacherTrainer.train(Rows.random(500, 4, 3, 2, 9)))
        .isEqualTo(TeacherTrainer.train(Rows.random(500, 4, 3, 9)));
  }
}
