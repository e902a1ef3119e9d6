package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.Teacher;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smile.classification.LogisticRegression;

class TeacherTrainerTest {
  private static final int FEATURES = 4;

  /**
   * Where Σ log-loss + ½‖w‖² is least its gradient is zero: Σ (p−y) x_j + w_j = 0 for each
   * coefficient and Σ (p−y) = 0 for the intercept.
   */
  @ParameterizedTest
  @CsvSource({"2000, 4", "200, " + (TeacherTrainer.MOST_TURNED + 1)})
  void eachRegressionIsAtTheMinimumOfItsRegularisedLoss(int rows, int features) {
    MixtureData data = Rows.random(rows, features, 2, 9);
    Teacher teacher = TeacherTrainer.train(data);

    double[] logits = new double[2];
    double[] gradient = new double[2 * features];
    double[] interceptGradient = new double[2];
    for (int row = 0; row < data.rows(); row++) {
      teacher.logits(data.features(), row * features, logits);
      for (int i = 0; i < 2; i++) {
        double error = 1 / (1 + Math.exp(-logits[i])) - data.labels()[row * 2 + i];
        interceptGradient[i] += error;
        for (int j = 0; j < features; j++) {
          gradient[i * features + j] += error * data.features()[row * features + j];
        }
      }
    }
    for (int j = 0; j < gradient.length; j++) {
      assertThat(gradient[j] + teacher.weights()[j]).isCloseTo(0, within(2e-3));
    }
    assertThat(interceptGradient[0]).isCloseTo(0, within(2e-3));
    assertThat(interceptGradient[1]).isCloseTo(0, within(2e-3));
  }

  /** Neighbouring averages are nearly the same: without a detour, a long way to the minimum. */
  @Test
  void ofFeaturesThatAreNearlyTheSameRisksAreThoseOfSmilesOwnRegression() {
    int rows = 1_000;
    SplittableRandom random = new SplittableRandom(9);
    float[] features = new float[rows * FEATURES];
    double[][] asSmileHasThem = new double[rows][FEATURES];
    float[] labels = new float[rows];
    int[] classes = new int[rows];
    for (int row = 0; row < rows; row++) {
      double common = random.nextDouble(-2, 2);
      for (int j = 0; j < FEATURES; j++) {
        features[row * FEATURES + j] = (float) (common + random.nextDouble(-0.02, 0.02));
        asSmileHasThem[row][j] = features[row * FEATURES + j];
      }
      classes[row] = common + random.nextDouble(-1, 1) > 1.5 ? 1 : 0;
      labels[row] = classes[row];
    }
    LogisticRegression.Binomial smile =
        LogisticRegression.binomial(asSmileHasThem, classes, 1, 1e-9, 10_000);

    Teacher teacher =
        TeacherTrainer.train(new MixtureData(rows, features, labels, new float[rows]));

    double[] logit = new double[1];
    double[] risks = new double[2];
    for (int row = 0; row < rows; row++) {
      teacher.logits(features, row * FEATURES, logit);
      smile.predict(asSmileHasThem[row], risks);
      assertThat(Teacher.probability(logit[0])).isCloseTo(risks[1], within(1e-5));
    }
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
