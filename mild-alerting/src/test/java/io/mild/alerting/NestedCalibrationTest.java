package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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
