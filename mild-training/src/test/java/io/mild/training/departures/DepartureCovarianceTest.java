package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.DepartureShape;
import io.mild.moe.Mahalanobis;
import io.mild.moe.RootCauses;
import org.junit.jupiter.api.Test;

class DepartureCovarianceTest {
  private static final DepartureShape SHAPE =
      new DepartureShape(2, 2, 1, new int[1][0], RootCauses.ONE);

  /**
   * Second moments of (1, 1), (−1, −1), (2, 1), (0, −1): variances 1.5 and 1, 1 between them. Less
   * a tenth, and with a tenth of 1.25 and 0.2² added, (1.515, 0.9; 0.9, 1.065): of (1, −1) the
   * squared distance is (1.515 + 1.065 + 2 · 0.9) / (1.515 · 1.065 − 0.81) = 5.451321, of (1, 1)
   * 0.970783.
   */
  @Test
  void whatGoesTogetherIsNearAndWhatPartsCompanyFar() {
    DepartureCovariance covariance = covariance();

    Mahalanobis distance = covariance.distance(0, 0.2);

    assertThat(distance.distance(new double[] {1, -1}, 0))
        .isCloseTo(Math.sqrt(5.451321), within(1e-5));
    assertThat(distance.distance(new double[] {1, 1}, 0))
        .isCloseTo(Math.sqrt(0.970783), within(1e-5));
    assertThat(distance.mean()).containsOnly(0);
  }

  /** Of the second span all are 0: what departs by the ridge is one away. */
  @Test
  void whatNeverDepartedIsMeasuredByTheRidge() {
    Mahalanobis distance = covariance().distance(1, 0.5);

    assertThat(distance.distance(new double[] {0.5, 0}, 0)).isCloseTo(1, within(1e-6));
    assertThat(distance.distance(new double[] {0.3, -0.4}, 0)).isCloseTo(1, within(1e-6));
  }

  private static DepartureCovariance covariance() {
    DepartureCovariance covariance = new DepartureCovariance(SHAPE);
    for (double[] logs : new double[][] {{1, 1}, {-1, -1}, {2, 1}, {0, -1}}) {
      covariance.add(new double[] {logs[0], logs[1], 0, 0});
    }
    return covariance;
  }
}
