package io.mild.benchmarks.few;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/** How well scores set rows before a failure apart from healthy ones, whatever the threshold. */
final class DetectionRanking {
  private DetectionRanking() {}

  /**
   * The area under the ROC curve by ranks (Mann and Whitney 1947): how often a positive row scores
   * above a negative one, a tie counted by half. NaN without positive or negative rows.
   */
  static double auc(double[] scores, IntPredicate positive, IntPredicate negative) {
    int[] positives = IntStream.range(0, scores.length).filter(positive).toArray();
    int[] negatives = IntStream.range(0, scores.length).filter(negative).toArray();
    double pairs = (double) positives.length * negatives.length;
    if (pairs == 0) {
      return Double.NaN;
    }
    double[] both =
        IntStream.concat(Arrays.stream(positives), Arrays.stream(negatives))
            .mapToDouble(row -> scores[row])
            .toArray();
    double[] ranks = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(both);
    double sum = Arrays.stream(ranks, 0, positives.length).sum();
    return (sum - positives.length * (positives.length + 1.0) / 2) / pairs;
  }
}
