package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FailureRateTest {
  private final FailureRate twoADay = new FailureRate(28, 2);

  /** 28 expected in 14 days; 28 − 1.3 · √(28 · (1 + 14/28)) = 28 − 1.3 · 6.4807 = 19.575. */
  @Test
  void twentyOfTwentyEightMayBeChanceNineteenAreTooFew() {
    assertThat(twoADay.isAbove(20, 14)).isFalse();
    assertThat(twoADay.isAbove(19, 14)).isTrue();
  }

  /** 2 − 1.3 · √(2 · (1 + 1/28)) = 2 − 1.8711 = 0.129. */
  @Test
  void aDayWithoutAnyIsTooFewAtTwoADay() {
    assertThat(twoADay.isAbove(1, 1)).isFalse();
    assertThat(twoADay.isAbove(0, 1)).isTrue();
  }

  /** 2 − 1.3 · √(2 · 1.5) = 2 − 2.2517, below 0. */
  @Test
  void whereFailuresAreRareTheirAbsenceTellsNothing() {
    assertThat(new FailureRate(28, 1 / 7.0).isAbove(0, 14)).isFalse();
  }

  @Test
  void badRatesAreRefusedWithTheirValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FailureRate(-1, 0))
        .withMessageContaining("-1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FailureRate(Double.POSITIVE_INFINITY, 1))
        .withMessageContaining("Infinity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FailureRate(10, Double.NaN))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FailureRate(0, 3))
        .withMessageContaining("3.0 of 0.0");
    assertThat(FailureRate.UNKNOWN.isUnknown()).isTrue();
    assertThat(twoADay.isUnknown()).isFalse();
  }
}
