package io.mild.benchmarks.scaling.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EqualServiceTest {
  private static final double[] VIOLATIONS = {16, 1, 4};
  private static final double[] COSTS = {8, 12, 10};

  @Test
  void betweenPointsItIsTheLineInTheLogarithmOfTheViolations() {
    assertThat(EqualService.interpolated(VIOLATIONS, COSTS, 2)).isCloseTo(11, within(1e-12));
    assertThat(EqualService.interpolated(VIOLATIONS, COSTS, 8)).isCloseTo(9, within(1e-12));
    assertThat(EqualService.interpolated(VIOLATIONS, COSTS, 4)).isEqualTo(10);
  }

  /** It serves better for that, and gets no credit beyond what it was seen to cost. */
  @Test
  void whoServesWorseThanAllIsHeldAgainstTheWorst() {
    assertThat(EqualService.interpolated(VIOLATIONS, COSTS, 50)).isEqualTo(8);
  }

  @Test
  void whoServesBetterThanAllSaysNothing() {
    assertThat(EqualService.interpolated(VIOLATIONS, COSTS, .9)).isNaN();
  }
}
