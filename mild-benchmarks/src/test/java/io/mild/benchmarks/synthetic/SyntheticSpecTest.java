package io.mild.benchmarks.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SyntheticSpecTest {
  private static final SyntheticSpec DEFAULTS = SyntheticSpec.defaults();

  @Test
  void theDefaultsAreTheBenchmarks() {
    assertThat(DEFAULTS).isEqualTo(new SyntheticSpec(200_000, 42, 3, 8, 1, false));
  }

  @Test
  void eachSettingChangesAlone() {
    assertThat(
            DEFAULTS
                .withMinutes(5_000)
                .withSeed(-7)
                .withScale(5, 20)
                .withPairs(2)
                .withVictimOvert(true))
        .isEqualTo(new SyntheticSpec(5_000, -7, 5, 20, 2, true));
  }

  @Test
  void tooShortAHistoryIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withMinutes(999))
        .withMessage("minutes must be at least 1000, but was 999");
  }

  @Test
  void noIntentIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withScale(0, 8))
        .withMessage("intents must be at least 1, but was 0");
  }

  @Test
  void fewerKpisThanTheBenchmarksAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withScale(2, 7))
        .withMessage("kpis for 2 intents must be at least 8, but was 7");
  }

  @Test
  void everyFurtherIntentNeedsAKpiOfItsOwn() {
    assertThat(DEFAULTS.withScale(5, 10).kpis()).isEqualTo(10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withScale(5, 9))
        .withMessage("kpis for 5 intents must be at least 10, but was 9");
  }

  @Test
  void anyNumberOfPairsButOneOrTwoIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withPairs(0))
        .withMessage("pairs must be 1 or 2, but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withPairs(3))
        .withMessage("pairs must be 1 or 2, but was 3");
  }
}
