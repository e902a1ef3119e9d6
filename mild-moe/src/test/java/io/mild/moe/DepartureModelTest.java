package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.DepartureModel.JointDepartures;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DepartureModelTest {
  private static final int[][] OWNED = {{0, 1}, {2, 3}};
  private static final DepartureShape ONE = shape(RootCauses.ONE);
  private static final DepartureShape MULTIPLE = shape(RootCauses.MULTIPLE);

  // b; a of the mean, the three highest, the farthest; w of four residuals, of four departures.
  private static final float[] DETECTION = {-1.375f, 2, 3, -1, 0.5f, 0, 0, 0, 0, 0.5f, 0, 0};

  // c; v of four residuals, of four departures; of each intent.
  private static final float[] NAMING = {-1, 0, 0, 0, 0.5f, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0};

  /** As is usual in the row. */
  private static final float[] USUAL = {0.5f, 1, 0.25f, 1};

  // u, u', y, y'.
  private static final float[] SHARED = {0.25f, 0.5f, 0, 0};

  /**
   * Of logarithms 1, −1, 0, 2 and 2, −3, 0, 1, and distances 0.8125, 3.5/3, 1.75:
   *
   * <pre>
   * z   = −1.375 + 2·0.8125 + 3·3.5/3 − 1.75 + 0.5·1 + 0.5·(−3) = 1
   * s_1 = −1 + 0.5·2 + 0.25·2.5 + 0.5·2 = 1.625
   * s_2 = 2 + 1·(−3) + 0.25·0.5 + 0.5·(−2) = −1.875
   * g   = 1 / (1 + e^−3.5), 1 / (1 + e^3.5) = 0.9706878, 0.0293122
   * p   = σ(1), σ(1 − 3.5) = 0.7310586, 0.0758582
   * </pre>
   */
  @Test
  void aSmallModelIsAsWorkedOutByHand() {
    Scores scores = Scores.of(new DepartureModel(ONE, DETECTION, NAMING, SHARED));

    assertThat(scores.risks).containsExactly(new double[] {0.7310586, 0.0758582}, within(1e-6));
    assertThat(scores.gate).containsExactly(new double[] {0.9706878, 0.0293122}, within(1e-6));
  }

  /**
   * Of excesses 1.5, 2, −0.25 and 0, scores are 1.625 − 2·1.5 + 4·(−0.25) = −2.375 and −1.875 +
   * 0.5·2 = −0.875: g = 1 / (1 + e^1.5) and 1 / (1 + e^−1.5), p = σ(1 − 1.5) and σ(1).
   */
  @Test
  void whatIsBeyondItsUsualNamesWhicheverWayItWent() {
    float[] excess = {-2, 0, 4, 0, 0, 0.5f, 0, 7};
    DepartureModel model = new DepartureModel(ONE, DETECTION, NAMING, excess, SHARED);
    Scores scores = Scores.of(model);

    assertThat(scores.risks).containsExactly(new double[] {0.3775407, 0.7310586}, within(1e-6));
    assertThat(scores.gate).containsExactly(new double[] {0.1824255, 0.8175745}, within(1e-6));
    assertThat(model.weighsExcess()).isTrue();
    assertThat(model).isNotEqualTo(new DepartureModel(ONE, DETECTION, NAMING, SHARED));
  }

  /**
   * Of excesses 1.5, 2, −0.25 and 0 means are 1.75 and −0.125, the greatest 2 and 0, and scores
   * 1.625 − 2·1.75 + 0.25·2 = −1.375 and −1.875 − 2·(−0.125) + 0.25·0 = −1.625: g = 1 / (1 +
   * e^−0.25) and 1 / (1 + e^0.25), p = σ(1) and σ(1 − 0.25).
   */
  @Test
  void howFarOnesOwnKpisAreBeyondTheirUsualNames() {
    DepartureModel model =
        new DepartureModel(ONE, DETECTION, NAMING, new float[] {0.25f, 0.5f, -2, 0.25f});
    Scores scores = Scores.of(model);

    assertThat(scores.risks).containsExactly(new double[] {0.7310586, 0.6791787}, within(1e-6));
    assertThat(scores.gate).containsExactly(new double[] {0.5621765, 0.4378235}, within(1e-6));
    assertThat(model.sharedNaming()).containsExactly(0.25f, 0.5f, -2, 0.25f);
    assertThat(model).isNotEqualTo(new DepartureModel(ONE, DETECTION, NAMING, SHARED));
  }

  @Test
  void aModelKnowsWhetherItWeighsHowFarOnesOwnKpisAreBeyondTheirUsual() {
    boolean[] expected = {false, false, true, true};
    for (int i = 0; i < expected.length; i++) {
      float[] shared = new float[4];
      shared[i] = -1;

      assertThat(new DepartureModel(ONE, DETECTION, NAMING, shared).weighsOwnExcess())
          .as("weight %d", i)
          .isEqualTo(expected[i]);
    }
  }

  /**
   * Of two spans of two KPIs excesses of the row are 1.5, 2 and −0.25, 0. The first intent owns
   * both, with means 1.75 and −0.125, the greatest 2 and 0; the second the first, 1.5 and −0.25
   * both times:
   *
   * <pre>
   * s_1 = 1·1.75 + 2·(−0.125) + 4·2 + 8·0 = 9.5
   * s_2 = 1·1.5 + 2·(−0.25) + 4·1.5 + 8·(−0.25) = 5
   * </pre>
   */
  @Test
  void eachSpanHasItsOwnWeights() {
    int[][] owned = {{0, 1}, {0}};
    DepartureShape shape = new DepartureShape(2, 2, 2, owned, RootCauses.MULTIPLE);
    float[] detection = new float[DepartureModel.detectionLength(shape)];
    float[] naming = new float[2 * DepartureModel.namingLength(shape)];
    float[] shared = {0, 0, 0, 0, 1, 2, 4, 8};

    Scores scores = Scores.of(new DepartureModel(shape, detection, naming, shared));

    assertThat(scores.gate).containsExactly(new double[] {1, 0.0111090}, within(1e-6)); // e^−4.5
  }

  /**
   * Of departures' logarithms 2, −3, 0, 1 less means 1, 0, 0, 0 the distance is that of (2·1, 1 −
   * 3, 0, 0.5·1): d² = 4 + 4 + 0.25, and z = 1 + 0.75·log(9.25) = 2.6684675; p = σ(z), σ(z − 3.5).
   */
  @Test
  void whatUsuallyGoesTogetherIsNearAndWhatPartsCompanyFar() {
    float[] whitening = {2, 0, 0, 0, 1, 1, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0.5f};
    JointDepartures joint = joint(new float[] {1, 0, 0, 0}, whitening, 0.75f);
    DepartureModel model = with(joint);
    Scores scores = Scores.of(model);

    assertThat(scores.risks).containsExactly(new double[] {0.9351402, 0.3033212}, within(1e-6));
    assertThat(scores.gate).containsExactly(new double[] {0.9706878, 0.0293122}, within(1e-6));
    assertThat(model.joint()).contains(joint(new float[] {1, 0, 0, 0}, whitening, 0.75f));
    assertThat(model)
        .isEqualTo(with(joint))
        .isNotEqualTo(new DepartureModel(ONE, DETECTION, NAMING, SHARED))
        .isNotEqualTo(with(joint(new float[4], whitening, 0.75f)))
        .isNotEqualTo(with(joint(new float[] {1, 0, 0, 0}, whitening, 0.5f)));
  }

  /** Above the diagonal, too: (2, 1, 0, 0)·(1, −3, …) is 2 − 3 = −1, and d² = 1. */
  @Test
  void aWhiteningNeedNotBeTriangular() {
    float[] whitening = new float[16];
    whitening[0] = 2;
    whitening[1] = 1;

    Scores scores = Scores.of(with(joint(new float[] {1, 0, 0, 0}, whitening, 1)));

    assertThat(scores.risks[0]).isCloseTo(0.8446376, within(1e-6)); // σ(1 + log 2)
  }

  @Test
  void jointDeparturesOfOtherKpisOrSpansAreRefused() {
    JointDepartures ofTwo =
        new JointDepartures(
            List.of(new Mahalanobis(new float[2], new float[4])), new float[2], new float[1]);

    assertThatThrownBy(() -> with(ofTwo))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be of 1 spans of 4 KPIs, but are of [Mahalanobis[kpis=2]]");
    assertThatThrownBy(() -> new JointDepartures(ofTwo.distances(), new float[2], new float[2]))
        .hasMessage("weights of joint departures must be 1, but were 2");
    assertThatThrownBy(
            () -> new JointDepartures(ofTwo.distances(), new float[2], new float[] {Float.NaN}))
        .hasMessage("weight 0 of joint departures is NaN");
    assertThatThrownBy(() -> new JointDepartures(ofTwo.distances(), new float[3], new float[1]))
        .hasMessage("weights of usual departures must be 2, but were 3");
    assertThatThrownBy(
            () -> new JointDepartures(ofTwo.distances(), new float[] {0, -1}, new float[1]))
        .hasMessage("what is usual must be at least 0, but was -1.0");
  }

  /** A distance of 1e37 or so squared is more than a double can be trusted with; its log is 170. */
  @Test
  void howFarJointDeparturesCanReachIsKnown() {
    float[] whitening = new float[16];
    whitening[0] = 1e30f;

    assertThat(with(joint(new float[4], whitening, 1e30f)).isFiniteWithin(1e6)).isTrue();
    assertThat(with(joint(new float[4], whitening, 3e36f)).isFiniteWithin(1e6)).isFalse();
  }

  private static JointDepartures joint(float[] mean, float[] whitening, float slope) {
    return new JointDepartures(
        List.of(new Mahalanobis(mean, whitening)), USUAL, new float[] {slope});
  }

  private static DepartureModel with(JointDepartures joint) {
    return new DepartureModel(ONE, DETECTION, NAMING, new float[8], SHARED, Optional.of(joint));
  }

  @Test
  void withoutWeightsOfWhatIsBeyondItsUsualTheyAreZero() {
    DepartureModel model = new DepartureModel(ONE, DETECTION, NAMING, SHARED);

    assertThat(model.excessNaming()).containsExactly(new float[8]);
    assertThat(model.weighsExcess()).isFalse();
  }

  /** e^−3.5. */
  @Test
  void ofMultipleRootCausesTheGateTellsHowAnIntentStandsAgainstTheOneThatLeads() {
    Scores scores = Scores.of(new DepartureModel(MULTIPLE, DETECTION, NAMING, SHARED));

    assertThat(scores.risks).containsExactly(new double[] {0.7310586, 0.0758582}, within(1e-6));
    assertThat(scores.gate).containsExactly(new double[] {1, 0.0301974}, within(1e-6));
  }

  @Property(tries = 200)
  void theRiskOfTheIntentThatLeadsIsThatOfAnyFailureWhoeverLeads(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] naming = gaussians(random, NAMING.length);
    float[] shared = gaussians(random, SHARED.length);
    Scores one = Scores.of(new DepartureModel(ONE, DETECTION, naming, shared));
    Scores multiple = Scores.of(new DepartureModel(MULTIPLE, DETECTION, naming, shared));
    int leading = one.gate[0] > one.gate[1] ? 0 : 1;

    assertThat(one.risks[leading]).isCloseTo(0.7310586, within(1e-6));
    assertThat(one.risks[1 - leading]).isLessThanOrEqualTo(one.risks[leading]);
    assertThat(one.gate[0] + one.gate[1]).isCloseTo(1, within(1e-15));
    assertThat(multiple.risks).isEqualTo(one.risks);
    assertThat(multiple.gate[leading]).isEqualTo(1);
    assertThat(multiple.gate[1 - leading])
        .isCloseTo(one.gate[1 - leading] / one.gate[leading], within(1e-12));
  }

  @Test
  void theModelOfAnIntentIsThisOne() {
    DepartureModel model = new DepartureModel(ONE, DETECTION, NAMING, SHARED);

    assertThat(model.ofIntent(1)).isSameAs(model);
    assertThat(model.intents()).isEqualTo(2);
    assertThat(model.horizons()).isEqualTo(1);
  }

  @Test
  void aFiniteModelsScoresAreProbabilitiesHoweverLargeItsWeights() {
    float[][] weights = {new float[12], new float[18], new float[4]};
    for (float[] its : weights) {
      for (int i = 0; i < its.length; i++) {
        its[i] = i % 3 == 0 ? -1e35f : 1e35f;
      }
    }
    for (DepartureShape shape : new DepartureShape[] {ONE, MULTIPLE}) {
      DepartureModel huge = new DepartureModel(shape, weights[0], weights[1], weights[2]);
      Scores scores = Scores.of(huge);

      assertThat(huge.isFiniteWithin(10)).isTrue();
      for (int i = 0; i < 2; i++) {
        assertThat(scores.risks[i]).isBetween(0.0, 1.0);
        assertThat(scores.gate[i]).isBetween(0.0, 1.0);
      }
    }
  }

  /** Of w = 3e37 and a departure of 10⁶, log(1 + 10⁶) · w is 4e38: more than a float holds. */
  @Test
  void aModelWhoseSumsMayOverflowIsNotFinite() {
    float[] large = DETECTION.clone();
    large[11] = 3e37f;
    DepartureModel model = new DepartureModel(ONE, large, NAMING, SHARED);

    assertThat(model.isFiniteWithin(0)).isTrue();
    assertThat(model.isFiniteWithin(1e6)).isFalse();
    assertThat(new DepartureModel(ONE, DETECTION, NAMING, SHARED).isFiniteWithin(1e6)).isTrue();
  }

  /** Where −10⁶ is usual, what is usual is exceeded by 10⁶ and more: by y' = 1e33, 1e39. */
  @Test
  void norIsOneWhoseOwnKpisMayBeThatFarBeyondTheirUsual() {
    for (int weight = 2; weight < 4; weight++) {
      float[] large = SHARED.clone();
      large[weight] = 1e33f;
      DepartureModel model = new DepartureModel(ONE, DETECTION, NAMING, large);

      assertThat(model.isFiniteWithin(1e4)).isTrue();
      assertThat(model.isFiniteWithin(1e6)).isFalse();
    }
  }

  @Test
  void weightsAreCopiedInAndOut() {
    float[] shared = SHARED.clone();
    DepartureModel model = new DepartureModel(ONE, DETECTION, NAMING, shared);
    shared[0] = 5;
    model.detection()[0] = 5;
    model.naming()[0] = 5;
    model.sharedNaming()[0] = 5;

    assertThat(model).isEqualTo(new DepartureModel(ONE, DETECTION, NAMING, SHARED));
    assertThat(model).isNotEqualTo(new DepartureModel(MULTIPLE, DETECTION, NAMING, SHARED));
    assertThat(model).isNotEqualTo(new DepartureModel(ONE, DETECTION, NAMING, shared));
  }

  @Test
  void weightsOfTheWrongNumberAreRefused() {
    assertRefused(new float[11], NAMING, SHARED, "weights of detection must be 12, but were 11");
    assertRefused(DETECTION, new float[9], SHARED, "weights of naming must be 18, but were 9");
    assertRefused(
        DETECTION, NAMING, new float[3], "weights of shared naming must be 4, but were 3");
    assertThatThrownBy(() -> new DepartureModel(ONE, DETECTION, NAMING, new float[4], SHARED))
        .hasMessage("weights of excess naming must be 8, but were 4");
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() {
    float[] naming = NAMING.clone();
    naming[7] = Float.NaN;
    assertRefused(DETECTION, naming, SHARED, "weight 7 of naming is NaN");
    assertRefused(
        DETECTION,
        NAMING,
        new float[] {0, Float.NEGATIVE_INFINITY, 0, 0},
        "weight 1 of shared naming is -Infinity");
  }

  private static void assertRefused(
      float[] detection, float[] naming, float[] shared, String message) {
    assertThatThrownBy(() -> new DepartureModel(ONE, detection, naming, shared))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /**
   * By hand, of 4 KPIs, 3 spans and 2 intents: 12, 2·12, 3·12, 3·3; 1 + 9 + 24, 1 + 24, 2·12 and
   * 4·3.
   */
  @Test
  void aShapesSizesAreAsCountedByHand() {
    DepartureShape shape = new DepartureShape(4, 3, 2, OWNED, RootCauses.ONE);

    assertThat(shape.averages()).isEqualTo(12);
    assertThat(shape.weighed()).isEqualTo(24);
    assertThat(shape.features()).isEqualTo(36);
    assertThat(shape.distances()).isEqualTo(9);
    assertThat(DepartureModel.detectionLength(shape)).isEqualTo(34);
    assertThat(DepartureModel.namingLength(shape)).isEqualTo(25);
    assertThat(DepartureModel.excessNamingLength(shape)).isEqualTo(24);
    assertThat(DepartureModel.sharedNamingLength(shape)).isEqualTo(12);
  }

  @Test
  void aShapeCopiesWhoseKpisAreWhose() {
    int[][] owned = {{0, 1}, {2, 3}};
    DepartureShape shape = new DepartureShape(4, 1, 2, owned, RootCauses.ONE);
    owned[0][0] = 3;
    shape.owned()[1][0] = 3;

    assertThat(shape).isEqualTo(ONE).hasSameHashCodeAs(ONE).isNotEqualTo(MULTIPLE);
    assertThat(shape).isNotEqualTo(new DepartureShape(4, 1, 2, owned, RootCauses.ONE));
  }

  @Test
  void aShapeOutOfRangeIsRefused() {
    assertShapeRefused(0, 1, 2, OWNED, "were 0, 1, 2 and 2");
    assertShapeRefused(4, 0, 2, OWNED, "were 4, 0, 2 and 2");
    assertShapeRefused(4, 1, 0, new int[0][], "were 4, 1, 0 and 0");
    assertShapeRefused(4, 1, 3, OWNED, "were 4, 1, 3 and 2");
    assertShapeRefused(3, 1, 2, OWNED, "no KPI 3: there are 3");
    assertShapeRefused(4, 1, 1, new int[][] {{-1}}, "no KPI -1: there are 4");
  }

  private static void assertShapeRefused(
      int kpis, int spans, int intents, int[][] owned, String named) {
    assertThatThrownBy(() -> new DepartureShape(kpis, spans, intents, owned, RootCauses.ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private static DepartureShape shape(RootCauses rootCauses) {
    return new DepartureShape(4, 1, 2, OWNED, rootCauses);
  }

  private static float[] gaussians(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Of the row of {@link DeparturesTest}. */
  private record Scores(double[] risks, double[] gate) {
    static Scores of(DepartureModel model) {
      Scores scores = new Scores(new double[2], new double[2]);
      Arrays.fill(scores.gate, Double.NaN); // to be overwritten
      model.newScorer().score(DeparturesTest.ROW, 0, scores.risks, scores.gate);
      return scores;
    }
  }
}
