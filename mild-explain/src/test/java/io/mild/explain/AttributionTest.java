package io.mild.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AttributionTest {
  @Test
  void attributionsAreEqualIfTheirNumbersAre() {
    Attribution attribution = of(0.1, 0.3, 0.2, 0.01);

    assertThat(attribution).isEqualTo(of(0.1, 0.3, 0.2, 0.01));
    assertThat(attribution).hasSameHashCodeAs(of(0.1, 0.3, 0.2, 0.01));
    assertThat(attribution).isNotEqualTo(of(0.2, 0.3, 0.2, 0.01));
    assertThat(attribution).isNotEqualTo(of(0.1, 0.4, 0.2, 0.01));
    assertThat(attribution).isNotEqualTo(of(0.1, 0.3, 0.1, 0.01));
    assertThat(attribution).isNotEqualTo(of(0.1, 0.3, 0.2, 0.02));
  }

  @Test
  void noArrayOfItCanBeChangedFromOutside() {
    double[] contributions = {0.2};
    double[] standardErrors = {0.01};
    Attribution attribution = new Attribution(0.1, 0.3, contributions, standardErrors);
    contributions[0] = 7;
    standardErrors[0] = 7;
    attribution.contributions()[0] = 8;
    attribution.standardErrors()[0] = 8;

    assertThat(attribution).isEqualTo(of(0.1, 0.3, 0.2, 0.01));
  }

  @Test
  void itReadsAsItsNumbers() {
    assertThat(of(0.1, 0.3, 0.2, 0.01))
        .hasToString(
            "Attribution[baseline=0.1, value=0.3, contributions=[0.2], standardErrors=[0.01]]");
  }

  @Test
  void eachContributionHasAStandardError() {
    assertThatThrownBy(() -> new Attribution(0, 0, new double[3], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3")
        .hasMessageContaining("2");
  }

  private static Attribution of(
      double baseline, double value, double contribution, double standardError) {
    return new Attribution(
        baseline, value, new double[] {contribution}, new double[] {standardError});
  }
}
