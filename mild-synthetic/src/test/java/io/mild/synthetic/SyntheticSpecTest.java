package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticSpecTest {
  private static final SyntheticSpec DEFAULTS = SyntheticSpec.defaults();

  @Test
  void theDefaultsAreTheBenchmarks() {
    assertThat(DEFAULTS)
        .isEqualTo(new SyntheticSpec(200_000, 42, 3, 8, 1, false, 1, Duration.ofMinutes(1)));
  }

  @Test
  void eachSettingChangesAlone() {
    assertThat(
            DEFAULTS.toBuilder()
                .minutes(5_000)
                .seed(-7)
                .intents(5)
                .kpis(20)
                .pairs(2)
                .victimOvert(true)
                .period(Duration.ofSeconds(10))
                .build())
        .isEqualTo(new SyntheticSpec(5_000, -7, 5, 20, 2, true, 1, Duration.ofSeconds(10)));
  }

  @Test
  void tooShortAHistoryIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.toBuilder().minutes(999).build())
        .withMessage("minutes must be at least 1000, but was 999");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-60S", "PT0.999S", "PT1.5S", "PT86401S"})
  void aPeriodThatFilesCanNotTellIsRefused(Duration period) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.toBuilder().period(period).build())
        .withMessage(
            "period must be in whole seconds, from one second to a day, but was " + period);
  }

  @Test
  void noIntentIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.toBuilder().intents(0).kpis(8).build())
        .withMessage("intents must be at least 1, but was 0");
  }

  @Test
  void fewerKpisThanTheBenchmarksAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.toBuilder().intents(2).kpis(7).build())
        .withMessage("kpis for 2 intents must be at least 8, but was 7");
  }

  @Test
  void everyFurtherIntentNeedsAKpiOfItsOwn() {
    assertThat(SyntheticSpec.builder().intents(5).build().kpis()).isEqualTo(10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.toBuilder().intents(5).kpis(9).build())
        .withMessage("kpis for 5 intents must be at least 10, but was 9");
  }

  @Test
  void anyNumberOfPairsButOneOrTwoIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.toBuilder().pairs(0).build())
        .withMessage("pairs must be 1 or 2, but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.toBuilder().pairs(3).build())
        .withMessage("pairs must be 1 or 2, but was 3");
  }
}
