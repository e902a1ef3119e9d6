package io.mild.benchmarks.experiment;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * Wilcoxon's signed-rank test of whether differences lie around zero, two-sided. Equal differences
 * share the mean of their ranks.
 *
 * <p>Commons Math has one whose normal approximation corrects for continuity the wrong way round,
 * {@code (W − E − 1/2) / s} with the smaller of the rank sums: its p is too small. It also takes
 * tied ranks for 1 to n.
 */
final class SignedRank {
  /** Above, the normal approximation is as good. */
  private static final int EXACT = 20;

  private SignedRank() {}

  /**
   * The probability of rank sums as unlike as these if signs were tossed: exact up to {@value
   * #EXACT} differences, and above by the normal approximation with ties and continuity.
   *
   * @param differences none zero, at least one
   * @return 0 to 1
   */
  static double p(double[] differences) {
    double[] ranks =
        new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE)
            .rank(Arrays.stream(differences).map(Math::abs).toArray());
    double positive = 0;
    double all = 0;
    for (int i = 0; i < ranks.length; i++) {
      positive += differences[i] > 0 ? ranks[i] : 0;
      all += ranks[i];
    }
    double smaller = Math.min(positive, all - positive);
    double tail = ranks.length <= EXACT ? exact(ranks, smaller) : normal(ranks, smaller);
    return Math.min(1, 2 * tail); // at the centre both tails hold the same outcome
  }

  /** The share of all tosses of signs whose positive ranks sum to so much or less. */
  private static double exact(double[] ranks, double sum) {
    int[] doubled = Arrays.stream(ranks).mapToInt(rank -> (int) Math.round(2 * rank)).toArray();
    long[] tosses = new long[Arrays.stream(doubled).sum() + 1]; // by twice their sum
    tosses[0] = 1;
    for (int rank : doubled) {
      for (int twice = tosses.length - 1; twice >= rank; twice--) {
        tosses[twice] += tosses[twice - rank];
      }
    }
    long below = Arrays.stream(tosses, 0, (int) Math.round(2 * sum) + 1).sum();
    return Math.scalb((double) below, -ranks.length);
  }

  /**
   * Of variance Σ rank² / 4, which allows for ties; half a rank towards the mean for continuity.
   */
  private static double normal(double[] ranks, double sum) {
    double mean = Arrays.stream(ranks).sum() / 2;
    double deviation = Math.sqrt(Arrays.stream(ranks).map(rank -> rank * rank).sum()) / 2;
    double z = Math.min(0, sum - mean + 0.5) / deviation;
    return new NormalDistribution(null, 0, 1).cumulativeProbability(z);
  }
}
