package io.mild.benchmarks.scaling.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {
  /** 1, 2, 3, 4: mean 2.5, variance 5/3, t(3, 97.5 %) = 3.1824. */
  @Test
  void theIntervalIsStudents() {
    Estimate estimate = Estimate.of(new double[] {1, 2, 3, 4});

    assertThat(estimate.mean()).isEqualTo(2.5);
    assertThat(estimate.halfWidth()).isCloseTo(3.1824 * Math.sqrt(5.0 / 3 / 4), within(1e-4));
  }

  @Test
  void daysWithoutAValueAreLeftOut() {
    assertThat(Estimate.of(new double[] {1, Double.NaN, 3}))
        .isEqualTo(Estimate.of(new double[] {1, 3}));
    assertThat(Estimate.of(new double[] {Double.NaN}).mean()).isNaN();
  }

  @Test
  void pairsThatDifferByTheSameHaveNoSpread() {
    Estimate estimate = Estimate.ofDifferences(new double[] {5, 9, 31}, new double[] {3, 7, 29});

    assertThat(estimate.mean()).isEqualTo(2);
    assertThat(estimate.halfWidth()).isZero();
  }

  @Test
  void pairsOfTheSameRatioHaveNoSpread() {
    Estimate change = Estimate.ofChange(new double[] {2, 8, 20}, new double[] {1, 4, 10});

    assertThat(change.mean()).isEqualTo(-0.5);
    assertThat(change.halfWidth()).isCloseTo(0, within(1e-12));
  }

  /** Half way between 1 % and 4 % in logarithms is 2 %. */
  @Test
  void atEqualCostFrontsAreReadInLogarithms() {
    double[] costs = {20, 10};
    double[] violations = {1, 4};

    assertThat(EqualCost.interpolated(costs, violations, 15)).isCloseTo(2, within(1e-12));
    assertThat(EqualCost.interpolated(costs, violations, 20.1)).isEqualTo(1);
    assertThat(EqualCost.interpolated(costs, violations, 25)).isNaN(); // nobody paid so much
  }
}
