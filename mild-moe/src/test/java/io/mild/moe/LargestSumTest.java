package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LargestSumTest {
  private static final MixtureShape SHAPE = new MixtureShape(2, 1, List.of(1), 1, 1);

  /** |−3| + 10·|1| + 10·|−2| = 33 and |4| + 10·|0.5| + 0 = 9. */
  @Test
  void aTeachersIsThatOfAllMagnitudes() {
    Teacher teacher = new Teacher(2, new float[] {1, -2, 0.5f, 0}, new float[] {-3, 4});

    assertThat(LargestSum.of(teacher, 10)).isEqualTo(33);
  }

  /**
   * With features within ±10 and all weights and biases −2: encoder 2·10 + 2·10 + 2 = 42; gate's
   * hidden layer 2·1 + 2·42 + 2 = 88, gate 2·88 + 2 = 178; expert 2·42 + 2 = 86, head 2·86 = 172.
   */
  @Test
  void aMixturesIsThatOfItsLayersOneAfterTheOther() {
    assertThat(LargestSum.of(mixtureOf(-2), 10)).isEqualTo(178);
  }

  @Test
  void aFiniteModelsScoresAreProbabilitiesHoweverLargeItsWeights() {
    SplittableRandom random = new SplittableRandom(4);
    double[] risks = new double[1];
    double[] gate = new double[1];
    for (int model = 0; model < 100; model++) {
      float[] weights = new float[SHAPE.parameterCount()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) random.nextDouble(-1e11, 1e11);
      }
      BlendedModel huge = new BlendedModel(teacherOf(1e36f), new MixtureOfExperts(SHAPE, weights));
      assertThat(huge.isFiniteWithin(10)).isTrue();
      for (float x : new float[] {-10, -1, 0, 1, 10}) {
        huge.newScorer().score(new float[] {x, -10}, 0, risks, gate);
        assertThat(risks[0]).isBetween(0.0, 1.0);
        assertThat(gate[0]).isEqualTo(1);
      }
    }
  }

  /** 1e13³ is more than a float holds, though each weight is far from that. */
  @Test
  void aModelWhoseSumsMayOverflowIsNotFinite() {
    assertThat(new BlendedModel(teacherOf(1), mixtureOf(1e10f)).isFiniteWithin(10)).isTrue();
    assertThat(new BlendedModel(teacherOf(1), mixtureOf(1e13f)).isFiniteWithin(10)).isFalse();
    assertThat(new BlendedModel(teacherOf(1e38f), mixtureOf(1)).isFiniteWithin(10)).isFalse();
  }

  private static Teacher teacherOf(float weight) {
    return new Teacher(2, new float[] {weight, -weight}, new float[1]);
  }

  private static MixtureOfExperts mixtureOf(float weight) {
    float[] weights = new float[SHAPE.parameterCount()];
    Arrays.fill(weights, weight);
    return new MixtureOfExperts(SHAPE, weights);
  }
}
