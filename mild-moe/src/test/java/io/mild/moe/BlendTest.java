package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlendTest {
  private static final int FEATURES = 4;
  private static final int K = 3;
  private static final MixtureData ROWS = Rows.random(400, FEATURES, K, 31);
  private static final Teacher TEACHER = TeacherTrainer.train(Rows.random(4_000, FEATURES, K, 9));

  @Test
  void aMixtureOfNoiseLeavesTheWordToTheTeacher() {
    BlendFitter fitter = new BlendFitter();
    fitter.add(new RiskModel(TEACHER, noise(1)), ROWS);

    assertThat(fitter.best().risk()).isEqualTo(1);
  }

  @Test
  void aTeacherOfNoiseLeavesTheWordToTheMixture() {
    MixtureOfExperts trained =
        new MixtureTrainer(MixtureSettings.recommended().withBatch(64))
            .train(TEACHER, Rows.random(4_000, FEATURES, K, 9), ROWS, epoch -> {})
            .mixture();
    BlendFitter fitter = new BlendFitter();
    fitter.add(new RiskModel(scaled(TEACHER, -5), trained), Rows.random(400, FEATURES, K, 32));

    assertThat(fitter.best()).isEqualTo(Blend.MIXTURE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void onHeldOutRowsTheBlendIsNeverWorseThanTheTeacher(long seed) {
    RiskModel model = new RiskModel(TEACHER, noise(seed));
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

  @Test
  void theTeachersWordAloneIsItsProbabilitiesAndItsPrior() {
    double[] risks = new double[K];
    double[] gate = new double[K];
    new RiskModel(TEACHER, noise(1))
        .withBlend(Blend.TEACHER)
        .newScorer()
        .score(ROWS.features(), 0, risks, gate);

    double[] logits = new double[K];
    float[] prior = new float[K];
    TEACHER.logits(ROWS.features(), 0, logits);
    Teacher.prior(logits, prior);
    for (int i = 0; i < K; i++) {
      assertThat(risks[i]).isEqualTo(Teacher.probability(logits[i]));
      assertThat(gate[i]).isCloseTo(prior[i], within(1e-7));
    }
  }

  /** Halfway between log-odds is the geometric mean of odds; of gates, that of probabilities. */
  @Test
  void halfOfEachIsTheGeometricMeanOfOdds() {
    RiskModel model = new RiskModel(TEACHER, noise(1));
    double[] mixture = new double[K];
    double[] mixtureGate = new double[K];
    double[] teacher = new double[K];
    double[] prior = new double[K];
    double[] risks = new double[K];
    double[] gate = new double[K];
    model.newScorer().score(ROWS.features(), 0, mixture, mixtureGate);
    model.withBlend(Blend.TEACHER).newScorer().score(ROWS.features(), 0, teacher, prior);
    model.withBlend(new Blend(0.5, 0.5)).newScorer().score(ROWS.features(), 0, risks, gate);

    double sum = 0;
    for (int i = 0; i < K; i++) {
      assertThat(odds(risks[i]))
          .isCloseTo(Math.sqrt(odds(mixture[i]) * odds(teacher[i])), within(1e-9));
      sum += Math.sqrt(mixtureGate[i] * prior[i]);
    }
    for (int i = 0; i < K; i++) {
      assertThat(gate[i]).isCloseTo(Math.sqrt(mixtureGate[i] * prior[i]) / sum, within(1e-9));
    }
  }

  @Test
  void theRiskWithinAShorterHorizonKeepsItsRatio() {
    RiskModel model =
        new RiskModel(
            TEACHER, random(new MixtureShape(FEATURES, K, List.of(8), 4, 4, false, 2), 7));
    double[] mixture = new double[2 * K];
    double[] blended = new double[2 * K];
    double[] gate = new double[K];
    model.newScorer().score(ROWS.features(), 0, mixture, gate);
    model.withBlend(Blend.TEACHER).newScorer().score(ROWS.features(), 0, blended, gate);

    for (int i = 0; i < K; i++) {
      assertThat(blended[K + i] / blended[i]).isCloseTo(mixture[K + i] / mixture[i], within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void sharesOutsideZeroToOneAreRefused(double share) {
    assertThatThrownBy(() -> new Blend(share, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("risk must be 0 to 1, but was " + share);
    assertThatThrownBy(() -> new Blend(0, share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gate");
  }

  /** Log losses of risks and gate. */
  private static double[] losses(RiskModel model) {
    double[] losses = new double[2];
    double[] risks = new double[K];
    double[] gate = new double[K];
    RiskModel.Scorer scorer = model.newScorer();
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
    return random(MixtureShape.paper(FEATURES, K), seed);
  }

  private static MixtureOfExperts random(MixtureShape shape, long seed) {
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

  private static double odds(double p) {
    return p / (1 - p);
  }
}
