package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.FirstDayModel.Forecast;
import io.mild.moe.FirstDayModel.Unusual;
import io.mild.moe.GoalBounds.Bound;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FirstDayModelTest {
  private static final GoalBounds LATENCY = new GoalBounds(List.of(new Bound(0, 3, true)), false);
  private static final GoalBounds THROUGHPUT =
      new GoalBounds(List.of(new Bound(1, -2, false)), false);
  private static final FirstDayShape SHAPE = shape(RootCauses.ONE);

  private static final Forecast FORECAST = new Forecast(2, 0.5, -1, 1.5);
  private static final Unusual UNUSUAL =
      new Unusual(new Mahalanobis(new float[2], new float[] {1, 0, 0, 1}), 1, 2, 4);

  /** Fast averages 1 and 0.75, slow ones 0.25 and 0.25. */
  private static final float[] ROW = {1, 0.75f, 0.25f, 0.25f};

  /**
   *
   *
   * <pre>
   * b_1 = 1 + 2 · 0.75 − 3 = −0.5           heads for "at most 3"
   * b_2 = −2 − (0.75 + 0.5 · 0.5) = −3      leaves "at least −2"
   * p   = σ(−1 − 1.5 · 0.5), σ(−1 − 1.5 · 3) = 0.1480472, 0.0040701
   * g   = 1 / (1 + e^−2.5), 1 / (1 + e^2.5) = 0.9241418, 0.0758582
   * </pre>
   */
  @Test
  void whatHeadsForItsLevelIsAskedAtTheHorizonAndWhatLeavesItSoon() {
    FirstDayModel model = new FirstDayModel(SHAPE, FORECAST, Optional.empty());
    Scores scores = Scores.of(model, ROW);

    assertThat(model.scores(ROW, 0)).containsExactly(-0.5, -3);
    assertThat(scores.risks).containsExactly(new double[] {0.1480472, 0.0040701}, within(1e-6));
    assertThat(scores.gate).containsExactly(new double[] {0.9241418, 0.0758582}, within(1e-6));
  }

  /** d = 1.25, so u = log(1 + 0.25 / 2) = 0.1177830, worth 4 of each. */
  @Test
  void whatIsUnusualRaisesAllRisksAndChangesNoRootCause() {
    FirstDayModel model = new FirstDayModel(SHAPE, FORECAST, Optional.of(UNUSUAL));

    assertThat(model.scores(ROW, 0))
        .containsExactly(new double[] {-0.5 + 0.4711321, -3 + 0.4711321}, within(1e-6));
    assertThat(Scores.of(model, ROW).gate)
        .containsExactly(new double[] {0.9241418, 0.0758582}, within(1e-6));
  }

  @Test
  void aDistanceWithinTheUsualIsWorthNothing() {
    assertThat(UNUSUAL.score(0.5)).isZero();
    assertThat(UNUSUAL.score(1)).isZero();
    assertThat(UNUSUAL.score(3)).isCloseTo(4 * Math.log(2), within(1e-12));
  }

  /** e^−2.5. */
  @Test
  void ofMultipleRootCausesTheGateTellsHowAnIntentStandsAgainstTheOneThatLeads() {
    FirstDayModel model = new FirstDayModel(shape(RootCauses.MULTIPLE), FORECAST, Optional.empty());

    assertThat(Scores.of(model, ROW).gate)
        .containsExactly(new double[] {1, 0.0820850}, within(1e-6));
  }

  @Property
  void theModelOfAnIntentGivesItsRiskToTheLastBit(
      @ForAll @Size(4) List<@FloatRange(min = -10, max = 10) Float> values) {
    float[] row = new float[] {values.get(0), values.get(1), values.get(2), values.get(3)};
    FirstDayModel model = new FirstDayModel(SHAPE, FORECAST, Optional.of(UNUSUAL));
    double[] risk = new double[1];
    for (int i = 0; i < 2; i++) {
      model.ofIntent(i).newScorer().score(row, 0, risk, new double[1]);

      assertThat(risk[0]).isEqualTo(Scores.of(model, row).risks[i]).isBetween(0.0, 1.0);
    }
    assertThat(model.horizons()).isEqualTo(1);
    assertThat(model.risks()).isEqualTo(2);
  }

  @Test
  void aModelWhoseSumsMayOverflowIsNotFinite() {
    FirstDayModel model = new FirstDayModel(SHAPE, FORECAST, Optional.of(UNUSUAL));
    FirstDayModel steep =
        new FirstDayModel(SHAPE, new Forecast(0, 0, 0, 1e38), Optional.of(UNUSUAL));
    FirstDayModel narrow =
        new FirstDayModel(
            SHAPE,
            FORECAST,
            Optional.of(
                new Unusual(
                    new Mahalanobis(new float[2], new float[] {3e38f, 3e38f, 0, 0}), 0, 1, 1)));

    assertThat(model.isFiniteWithin(10)).isTrue();
    assertThat(steep.isFiniteWithin(10)).isFalse();
    assertThat(narrow.isFiniteWithin(10)).isFalse();
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    Unusual ofThree = new Unusual(new Mahalanobis(new float[3], new float[9]), 0, 1, 1);
    assertThatThrownBy(() -> new FirstDayModel(SHAPE, FORECAST, Optional.of(ofThree)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("distances of 3 KPIs can't tell of rows of 2");
    assertThatThrownBy(() -> new FirstDayShape(1, SHAPE.goals(), RootCauses.ONE))
        .hasMessage("no KPI 1: there are 1");
    assertThatThrownBy(() -> new FirstDayShape(2, List.of(), RootCauses.ONE))
        .hasMessageContaining("2 and 0");
    assertThatThrownBy(() -> new Forecast(-1, 0, 0, 1)).hasMessageContaining("-1.0, 0.0, 1.0");
    assertThatThrownBy(() -> new Forecast(1, 0, Double.NaN, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Unusual(UNUSUAL.distance(), 1, 0, 1)).hasMessageContaining("0.0");
  }

  @Test
  void modelsOfTheSamePartsAreEqual() {
    FirstDayModel model = new FirstDayModel(SHAPE, FORECAST, Optional.of(UNUSUAL));

    assertThat(model)
        .isEqualTo(new FirstDayModel(shape(RootCauses.ONE), FORECAST, Optional.of(UNUSUAL)))
        .hasSameHashCodeAs(new FirstDayModel(SHAPE, FORECAST, Optional.of(UNUSUAL)))
        .isNotEqualTo(new FirstDayModel(SHAPE, FORECAST, Optional.empty()))
        .isNotEqualTo(new FirstDayModel(SHAPE, FORECAST.withRisk(0, 1), Optional.of(UNUSUAL)));
  }

  private static FirstDayShape shape(RootCauses rootCauses) {
    return new FirstDayShape(2, List.of(LATENCY, THROUGHPUT), rootCauses);
  }

  private record Scores(double[] risks, double[] gate) {
    static Scores of(FirstDayModel model, float[] row) {
      Scores scores = new Scores(new double[2], new double[2]);
      model.newScorer().score(row, 0, scores.risks, scores.gate);
      return scores;
    }
  }
}
