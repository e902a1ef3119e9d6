package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RiskCalibrationTest {

  @Property
  void theIdentityChangesNoBit(@ForAll @DoubleRange(min = 0, max = 1) double risk) {
    assertThat(RiskCalibration.IDENTITY.apply(risk)).isEqualTo(risk);
  }

  @Property
  void calibrationKeepsTheOrderOfRisks(
      @ForAll @DoubleRange(min = 0, max = 1) double one,
      @ForAll @DoubleRange(min = 0, max = 1) double other,
      @ForAll @DoubleRange(min = 0, max = 5) double slope,
      @ForAll @DoubleRange(min = -5, max = 5) double intercept) {
    RiskCalibration calibration = new RiskCalibration(slope, intercept);
    double low = calibration.apply(Math.min(one, other));
    double high = calibration.apply(Math.max(one, other));
    assertThat(low).isBetween(0.0, high);
    assertThat(high).isLessThanOrEqualTo(1);
  }

  @Test
  void badParametersAreRefused() {
    assertThatThrownBy(() -> new RiskCalibration(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new RiskCalibration(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
