package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VerdictPolicyTest {
  @Test
  void gatesAreTakenAtTheirWordWithoutCalibration() {
    assertThat(VerdictPolicy.STEADY.probabilities(new double[] {Math.log(0.3), Math.log(0.7)}))
        .containsExactly(new double[] {0.3, 0.7}, within(1e-12));
    assertThat(
            VerdictPolicy.STEADY
                .forMultipleRoots()
                .probabilities(new double[] {Math.log(4), Math.log(1.5)}))
        .containsExactly(new double[] {0.8, 0.6}, within(1e-12));
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> new VerdictPolicy(1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0");
    assertThatThrownBy(() -> new VerdictPolicy(0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> new VerdictPolicy(1, -0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-0.5");
    assertThatThrownBy(() -> new VerdictPolicy(1, 0, 1, false, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.5");
    assertThatThrownBy(() -> new VerdictPolicy(1, 0, Double.MIN_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4.9E-324");
    assertThatThrownBy(() -> new VerdictPolicy(1, 0, 1, true, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
