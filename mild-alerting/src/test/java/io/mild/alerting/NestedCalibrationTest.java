package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class NestedCalibrationTest {
  /**
   * Two horizons of one intent. The longer's risk 0.5 becomes σ(ln 3) = 0.75; the step 0.2 / 0.5 =
   * 0.4 has odds 2/3, squared 4/9, so 4/13; together 0.75 · 4/13 = 3/13.
   */
  @Test
  void aShorterHorizonsStepIsCalibratedAndTakenFromTheCalibratedLongerOne() {
    NestedCalibration calibration =
        new NestedCalibration(
            List.of(new RiskCalibration(1, Math.log(3)), new RiskCalibration(2, 0)), 1);
    double[] risks = {0.5, 0.2};
    calibration.apply(risks);
    assertThat(risks).containsExactly(new double[] {0.75, 3 / 13.0}, within(1e-12));
  }

  @Test
  void intentsAreCalibratedEachByItsOwn() {
    NestedCalibration calibration =
        new NestedCalibration(
            List.of(new RiskCalibration(1, Math.log(3)), RiskCalibration.IDENTITY), 2);
    double[] risks = {0.5, 0.5};
    calibration.apply(risks);
    assertThat(risks).containsExactly(new double[] {0.75, 0.5}, within(1e-12));
  }

  @Property
  void horizonsNeverContradictEachOther(
      @ForAll @DoubleRange(min = 0, max = 1) double longest,
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @DoubleRange(min = 0, max = 5) double slope,
      @ForAll @DoubleRange(min = -5, max = 5) double intercept) {
    NestedCalibration calibration =
        new NestedCalibration(
            List.of(RiskCalibration.IDENTITY, new RiskCalibration(slope, intercept)), 1);
    double[] risks = {longest, longest * share};
    calibration.apply(risks);
    assertThat(risks[1]).isBetween(0.0, risks[0]);
  }

  /** True risks, told with twice their log-odds less 1: slope ½ and intercept ½ undo that. */
  @Test
  void theFitUndoesWhatWasDoneToTrueRisks() {
    SplittableRandom random = new SplittableRandom(1);
    int rows = 200_000;
    double[][] told = new double[2][rows];
    boolean[][] came = new boolean[2][rows];
    for (int row = 0; row < rows; row++) {
      double longer = random.nextDouble(0.1, 0.9);
      double step = random.nextDouble(0.1, 0.9);
      came[0][row] = random.nextDouble() < longer;
      came[1][row] = came[0][row] && random.nextDouble() < step;
      told[0][row] = Logit.sigmoid(2 * Logit.of(longer) - 1);
      told[1][row] = told[0][row] * Logit.sigmoid(2 * Logit.of(step) - 1);
    }
    NestedCalibration calibration = NestedCalibration.fit(told, came, 1);
    for (RiskCalibration step : calibration.steps()) {
      assertThat(step.slope()).isCloseTo(0.5, within(0.02));
      assertThat(step.intercept()).isCloseTo(0.5, within(0.02));
    }
  }

  @Test
  void theIdentityLeavesRisksAsTheyAre() {
    NestedCalibration identity = NestedCalibration.identity(2, 2);
    double[] risks = {0.5, 0.25, 0.5, 0};
    identity.apply(risks);
    assertThat(risks).containsExactly(0.5, 0.25, 0.5, 0);
    assertThat(identity.isIdentity()).isTrue();
    assertThat(new NestedCalibration(List.of(new RiskCalibration(1, 0.1)), 1).isIdentity())
        .isFalse();
  }

  @Test
  void stepsThatAreNotAsManyOfEachIntentAreRefused() {
    assertThatThrownBy(() -> new NestedCalibration(List.of(RiskCalibration.IDENTITY), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 of 2");
  }
}
