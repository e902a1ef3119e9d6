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
  private static final float[] ROW = {0.3f, -1.2f, 0.7f, 1.9f};
  private static final Teacher TEACHER =
      new Teacher(FEATURES, random(K * FEATURES, 8), random(K, 9));

  @Test
  void theTeachersWordAloneIsItsProbabilitiesAndItsPrior() {
    double[] risks = new double[K];
    double[] gate = new double[K];
    new BlendedModel(TEACHER, noise(1))
        .withBlend(Blend.TEACHER)
        .newScorer()
        .score(ROW, 0, risks, gate);

    double[] logits = new double[K];
    float[] prior = new float[K];
    TEACHER.logits(ROW, 0, logits);
    Teacher.prior(logits, prior);
    for (int i = 0; i < K; i++) {
      assertThat(risks[i]).isEqualTo(Teacher.probability(logits[i]));
      assertThat(gate[i]).isCloseTo(prior[i], within(1e-7));
    }
  }

  /** Halfway between log-odds is the geometric mean of odds; of gates, that of probabilities. */
  @Test
  void halfOfEachIsTheGeometricMeanOfOdds() {
    BlendedModel model = new BlendedModel(TEACHER, noise(1));
    double[] mixture = new double[K];
    double[] mixtureGate = new double[K];
    double[] teacher = new double[K];
    double[] prior = new double[K];
    double[] risks = new double[K];
    double[] gate = new double[K];
    model.newScorer().score(ROW, 0, mixture, mixtureGate);
    model.withBlend(Blend.TEACHER).newScorer().score(ROW, 0, teacher, prior);
    model.withBlend(new Blend(0.5, 0.5)).newScorer().score(ROW, 0, risks, gate);

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
    BlendedModel model =
        new BlendedModel(
            TEACHER, random(new MixtureShape(FEATURES, K, List.of(8), 4, 4, false, 2), 7));
    double[] mixture = new double[2 * K];
    double[] blended = new double[2 * K];
    double[] gate = new double[K];
    model.newScorer().score(ROW, 0, mixture, gate);
    model.withBlend(Blend.TEACHER).newScorer().score(ROW, 0, blended, gate);

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

  private static MixtureOfExperts noise(long seed) {
    return random(MixtureShape.paper(FEATURES, K), seed);
  }

  private static MixtureOfExperts random(MixtureShape shape, long seed) {
    return new MixtureOfExperts(shape, random(shape.parameterCount(), seed));
  }

  private static float[] random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-0.7, 0.7);
    }
    return values;
  }

  private static double odds(double p) {
    return p / (1 - p);
  }
}
