package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.Blend;
import io.mild.moe.BlendedModel;
import io.mild.moe.IntentViews;
import io.mild.moe.MixtureOfExperts;
import io.mild.moe.Teacher;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One expert for all intents, each seen through a view of its own. */
class SharedMixtureTest {
  private static final int K = 4;
  private static final int KINDS = 3;
  private static final int UNSEEN = 2;

  /** Intent i owns the features 3i to 3i+2. */
  private static final IntentViews VIEWS =
      new IntentViews(new int[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}, {9, 10, 11}});

  private static final MixtureSettings SETTINGS =
      MixtureSettings.builder()
          .encoder(List.of(16))
          .gate(8)
          .expert(8)
          .coupled(false)
          .loss(HybridLoss.crossEntropy())
          .dropout(0)
          .learningRate(1e-2)
          .annealed(false)
          .weightDecay(0)
          .batch(64)
          .maxEpochs(15)
          .patience(15)
          .seed(5)
          .build();

  @Test
  void anIntentThatNeverFailedInTrainingIsNamedWhenItFails() {
    MixtureData training = failing(1_500, UNSEEN, 1).seenBy(VIEWS);
    Teacher teacher = TeacherTrainer.trainShared(training, 1);
    MixtureOfExperts mixture =
        new MixtureTrainer(SETTINGS).train(teacher, training, training, epoch -> {}).mixture();
    BlendedModel model = new BlendedModel(teacher, mixture).sharedBy(VIEWS);
    MixtureData rows = failing(500, -1, 2);

    assertThat(named(model, rows)).isGreaterThan(0.9);
    assertThat(named(model.withBlend(Blend.TEACHER), rows)).isGreaterThan(0.9);
  }

  @Test
  void theSharedTeacherIsThatOfAllViewsAsRowsOfOneIntent() {
    MixtureData views = failing(200, -1, 3).seenBy(VIEWS);
    Teacher shared = TeacherTrainer.trainShared(views, 1);
    Teacher ofOne =
        TeacherTrainer.train(
            new MixtureData(
                200 * K, views.features(), views.labels(), new float[views.labels().length]));

    assertThat(shared).isEqualTo(ofOne);
    assertThat(shared.intents()).isEqualTo(1);
    assertThat(shared.features()).isEqualTo(VIEWS.width());
  }

  @Test
  void moreRegularisationMakesASmallerTeacher() {
    MixtureData views = failing(200, -1, 3).seenBy(VIEWS);

    assertThat(norm(TeacherTrainer.trainShared(views, 100)))
        .isLessThan(norm(TeacherTrainer.trainShared(views, 1)));
  }

  @Test
  void intentsThatSwapTheirFeaturesSwapRisksAndGate() {
    MixtureData training = failing(300, -1, 4).seenBy(VIEWS);
    Teacher teacher = TeacherTrainer.trainShared(training, 1);
    BlendedModel model =
        new BlendedModel(
                teacher,
                new MixtureTrainer(SETTINGS.toBuilder().maxEpochs(2).build())
                    .train(teacher, training, training, epoch -> {})
                    .mixture())
            .sharedBy(VIEWS);
    float[] row = failing(1, -1, 6).features();
    float[] swapped = row.clone();
    System.arraycopy(row, 0, swapped, KINDS, KINDS);
    System.arraycopy(row, KINDS, swapped, 0, KINDS);

    double[][] answer = answer(model, row);
    double[][] ofSwapped = answer(model, swapped);
    for (int what = 0; what < 2; what++) {
      assertThat(ofSwapped[what][0]).isCloseTo(answer[what][1], within(1e-6));
      assertThat(ofSwapped[what][1]).isCloseTo(answer[what][0], within(1e-6));
      assertThat(ofSwapped[what][3]).isCloseTo(answer[what][3], within(1e-6));
    }
  }

  @Test
  void aTeacherOfOneIntentNeedsAViewAnIntent() {
    MixtureData views = failing(50, -1, 3).seenBy(VIEWS);
    Teacher narrower = Rows.teacher(VIEWS.width() - 1, 1, 1);

    assertThatThrownBy(
            () -> new MixtureTrainer(SETTINGS).train(narrower, views, views, epoch -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("teacher of 8 features and 1 intents");
  }

  /**
   * In every second row one intent fails: its first KPI rises by some four deviations, and the
   * second KPI of all by three, so that only who stands out from the others is the cause.
   */
  private static MixtureData failing(int rows, int never, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[rows * K * KINDS];
    float[] y = new float[rows * K];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < K * KINDS; j++) {
        x[row * K * KINDS + j] = (float) random.nextDouble(-1.7, 1.7);
      }
      int failing = random.nextInt(2 * K);
      if (failing < K && failing != never) {
        y[row * K + failing] = 1;
        x[(row * K + failing) * KINDS] += 4;
        for (int i = 0; i < K; i++) {
          x[(row * K + i) * KINDS + 1] += 3;
        }
      }
    }
    return new MixtureData(rows, x, y, y);
  }

  /** The share of failures at which the gate is highest for who fails. */
  private static double named(BlendedModel model, MixtureData rows) {
    double failures = 0;
    double named = 0;
    for (int row = 0; row < rows.rows(); row++) {
      float[] x = Arrays.copyOfRange(rows.features(), row * K * KINDS, (row + 1) * K * KINDS);
      double[] gate = answer(model, x)[1];
      for (int i = 0; i < K; i++) {
        if (rows.labels()[row * K + i] > 0) {
          int cause = i;
          failures++;
          named += Arrays.stream(gate).allMatch(g -> g <= gate[cause]) ? 1 : 0;
        }
      }
    }
    return named / failures;
  }

  private static double[][] answer(BlendedModel model, float[] row) {
    double[][] answer = {new double[K], new double[K]};
    model.newScorer().score(row, 0, answer[0], answer[1]);
    return answer;
  }

  private static double norm(Teacher teacher) {
    double sum = 0;
    for (float weight : teacher.weights()) {
      sum += weight * weight;
    }
    return sum;
  }
}
