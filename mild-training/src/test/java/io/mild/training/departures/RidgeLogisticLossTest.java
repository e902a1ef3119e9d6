package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected values by numpy and scipy.optimize.minimize, by BFGS and Nelder-Mead alike. */
class RidgeLogisticLossTest {
  private final RidgeLogisticLoss loss =
      new RidgeLogisticLoss(
          new double[][] {{0.5, -1}, {1.5, 0.2}, {-0.3, 0.8}, {2, 1}, {0, -0.5}, {-1, 0.4}},
          new double[] {0.1, -0.2, 0, 0.3, -0.4, 0.2},
          new boolean[] {false, true, false, true, true, false},
          new double[] {1, 0.5, 2, 0.25, 1, 0.75},
          0.5,
          0.6);

  @Test
  void theLossIsWeighedLogLossAndARidgeAroundThePrior() {
    assertThat(loss.f(new double[] {0.1, -0.2, 0.3})).isCloseTo(4.540636834525, within(1e-11));
  }

  @Test
  void theGradientIsThatOfTheLoss() {
    Gradients.assertRight(loss, 0.1, -0.2, 0.3);
    Gradients.assertRight(loss, 30, -40, 5); // where odds are large
  }

  @Test
  void theLeastLossIsFoundWithWeightsOffsetsAndPrior() {
    double[] least = loss.least();

    assertThat(least).containsExactly(new double[] {1.230284, 0.035991, -0.908585}, within(1e-4));
    assertThat(loss.f(least)).isCloseTo(3.161961486193, within(1e-8));
  }

  @Test
  void theSearchBeginsAtThePrior() {
    assertThat(loss.start()).containsExactly(0.6, 0.6, 0);
  }

  /** Two of three, at offsets of ln 2: odds of 2 are those of an intercept of 0. */
  @Test
  void withoutColumnsTheInterceptAloneIsFitted() {
    double offset = Math.log(2);
    RidgeLogisticLoss bare =
        new RidgeLogisticLoss(
            new double[3][0],
            new double[] {offset, offset, offset},
            new boolean[] {true, false, true},
            new double[] {1, 1, 1},
            0,
            0);

    assertThat(bare.least()).hasSize(1);
    assertThat(bare.least()[0]).isCloseTo(0, within(1e-5));
  }
}
