package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;

/** Against SciPy 1.17's {@code scipy.stats.wilcoxon}. */
class SignedRankTest {
  private static final double[] MANY = {
    1.5, -0.5, 2, 3, -1, 4, 5, 6, -2.5, 7, 8, -3.5, 9, 10, 11, -4.5, 12, 13, 14, -5.5, 15, 16
  };

  /** {@code wilcoxon(d, method='approx', correction=True)}. */
  @Test
  void aboveTwentyDifferencesItIsTheNormalApproximationCorrectedForContinuity() {
    assertThat(SignedRank.p(MANY)).isCloseTo(0.0031330388731920064, within(1e-12));
  }

  /** The same. */
  @Test
  void tiesMakeTheDeviationSmaller() {
    double[] tied = {1, -1, 2, 2, -2, 3, 3, 3, -3, 4, 4, -4, 5, 5, 5, -5, 6, 6, 7, -7, 8, 8, 9, -9};

    assertThat(SignedRank.p(tied)).isCloseTo(0.051638337431752133, within(1e-12));
  }

  /** The same: 22 differences of alternating signs. */
  @Test
  void nearTheCentreTheCorrectionTakesItCloserToOne() {
    double[] alternating =
        IntStream.rangeClosed(1, 22).mapToDouble(i -> i % 2 == 1 ? i : -i).toArray();

    assertThat(SignedRank.p(alternating)).isCloseTo(0.8710473684815623, within(1e-12));
  }

  /** Why Commons Math's test will not do: its p is below that without any correction, 0.00297. */
  @Test
  void commonsMathCorrectsTheWrongWayRound() {
    double theirs =
        new WilcoxonSignedRankTest().wilcoxonSignedRankTest(MANY, new double[22], false);

    assertThat(theirs).isLessThan(0.002972118525693996).isLessThan(SignedRank.p(MANY));
  }

  /** {@code wilcoxon(d, method='exact')}. */
  @Test
  void upToTwentyDifferencesItIsExact() {
    assertThat(SignedRank.p(new double[] {1, 2, 3, -4, 5, 6, 7, -8, 9, 10}))
        .isCloseTo(0.130859375, within(1e-15));
  }

  /** {@code wilcoxon(d, method=PermutationMethod(n_resamples=10**7))}, which tosses all signs. */
  @Test
  void itIsExactWithTiesToo() {
    assertThat(SignedRank.p(new double[] {1, 1, -1, 2, 2, 3, -3, 4, 5, 5}))
        .isCloseTo(0.060546875, within(1e-15));
    assertThat(SignedRank.p(new double[] {2, 2, 2, -2, 2, 2})).isCloseTo(0.21875, within(1e-15));
  }

  @Test
  void rankSumsThatAreAlikeAreNoEvidence() {
    assertThat(SignedRank.p(new double[] {1, -1})).isEqualTo(1);
  }
}
