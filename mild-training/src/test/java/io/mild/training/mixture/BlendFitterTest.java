package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.moe.Blend;
import io.mild.moe.BlendedModel;
import io.mild.moe.MixtureOfExperts;
import io.mild.moe.MixtureShape;
import io.mild.moe.Teacher;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlendFitterTest {
  private static final int FEATURES = 4;
  private static final int K = 3;
  private static final MixtureData ROWS = Rows.random(400, FEATURES, K, 31);
  private static final Teacher TEACHER = TeacherTrainer.train(Rows.random(4_000, FEATURES, K, 9));

  @Test
  void aMixtureOfNoiseLeavesTheWordToTheTeacher() {
    BlendFitter fitter = new BlendFitter();
    fitter.add(new BlendedModel(TEACHER, noise(1)), ROWS);

    assertThat(fitter.best().risk()).isEqualTo(1);
  }

  @Test
  void aTeacherOfNoiseLeavesTheWordToTheMixture() {
    MixtureOfExperts trained =
        new MixtureTrainer(MixtureSettings.recommended().toBuilder().batch(64).build())
            .train(TEACHER, Rows.random(4_000, FEATURES, K, 9), ROWS, epoch -> {})
            .mixture();
    BlendFitter fitter = new BlendFitter();
    fitter.add(new BlendedModel(scaled(TEACHER, -5), trained), Rows.random(400, FEATURES, K, 32));

    assertThat(fitter.best()).isEqualTo(Blend.MIXTURE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void onHeldOutRowsTheBlendIsNeverWorseThanTheTeacher(long seed) {
    BlendedModel model = new BlendedModel(TEACHER, noise(seed));
    BlendFitter fitter = new BlendFitter();
    fitter.add(model, ROWS);

    double[] blended = losses(model.withBlend(fitter.best()));
    double[] teacher = losses(model.withBlend(Blend.TEACHER));
    assertThat(blended[0]).isLessThanOrEqualTo(teacher[0] + 1e-9);
    assertThat(blended[1]).isLessThanOrEqualTo(teacher[1] + 1e-9);
  }

  @Test
  void withoutRowsTheTeacherHasTheWord() {
    assertThat(new BlendFitter().best()).isEqualTo(Blend.TEACHER);
  }

  /** Log losses of risks and gate. */
  private static double[] losses(BlendedModel model) {
    double[] losses = new double[2];
    double[] risks = new double[K];
    double[] gate = new double[K];
    BlendedModel.Scorer scorer = model.newScorer();
    for (int row = 0; row < ROWS.rows(); row++) {
      scorer.score(ROWS.features(), row * FEATURES, risks, gate);
      for (int i = 0; i < K; i++) {
        double p = ROWS.labels()[row * K + i] > 0 ? risks[i] : 1 - risks[i];
        losses[0] -= Math.log(p);
        losses[1] -= ROWS.causes()[row * K + i] * Math.log(gate[i]);
      }
    }
    return losses;
  }

  private static MixtureOfExperts noise(long seed) {
    MixtureShape shape = MixtureShape.paper(FEATURES, K);
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[shape.parameterCount()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-0.7, 0.7);
    }
    return new MixtureOfExperts(shape, parameters);
  }

  private static Teacher scaled(Teacher teacher, float factor) {
    float[] weights = teacher.weights();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
    return new Teacher(teacher.features(), weights, teacher.intercepts());
  }
}
