package io.mild.training.alerting;

import io.mild.alerting.Episode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The scores of a history under a policy, and the false positives that each threshold would have
 * made. Averages and episodes begin anew in each block.
 */
final class IncidentHistory {
  /** An alert that is on for more of the quiet time tells nobody anything. */
  private static final double MOST_ON = 0.2;

  private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

  private final List<ScoredBlock> blocks;
  private final List<double[]> scores;
  private final IncidentPolicy policy;
  private final double days;
  private final int[] wholeDays;

  IncidentHistory(IncidentPolicy policy, List<ScoredBlock> blocks) {
    requireOrdered(blocks);
    this.policy = policy;
    this.blocks = List.copyOf(blocks);
    this.scores = blocks.stream().map(policy::scores).toList();
    this.days = blocks.stream().mapToDouble(ScoredBlock::days).sum();
    this.wholeDays = wholeDays();
  }

  /**
   * The thresholds to scan: one just above all scores, then the distinct scores of unprotected rows
   * from the greatest down to that which a fifth of them reach.
   */
  double[] fallingThresholds() {
    return fallingThresholds(new double[0]);
  }

  /** The same with other scores among them, but for those below the last. */
  double[] fallingThresholds(double[] others) {
    double greatest =
        scores.stream().flatMapToDouble(Arrays::stream).max().orElse(IncidentPolicy.NEVER);
    double[] quiet =
        IntStream.range(0, blocks.size())
            .boxed()
            .flatMapToDouble(
                block ->
                    IntStream.range(0, scores.get(block).length)
                        .filter(row -> !blocks.get(block).protectedRows()[row])
                        .mapToDouble(row -> scores.get(block)[row]))
            .sorted()
            .toArray();
    int least = (int) (quiet.length * (1 - MOST_ON));
    double lowest = quiet.length == 0 ? -Double.MAX_VALUE : quiet[least];
    double[] rising =
        DoubleStream.concat(
                Arrays.stream(quiet, least, quiet.length),
                Arrays.stream(others).filter(score -> score >= lowest))
            .sorted()
            .toArray();
    double[] falling = new double[rising.length + 1];
    falling[0] = Math.nextUp(greatest);
    int count = 1;
    for (int i = rising.length - 1; i >= 0; i--) {
      if (rising[i] < falling[count - 1]) {
        falling[count++] = rising[i];
      }
    }
    return Arrays.copyOf(falling, count);
  }

  /** The highest score before each counted failure, from its onset on; ascending. */
  double[] failurePeaks() {
    double[] peaks =
        IntStream.range(0, blocks.size())
            .boxed()
            .flatMapToDouble(
                block ->
                    blocks.get(block).countedFailures().stream()
                        .mapToDouble(
                            failure -> peak(blocks.get(block), scores.get(block), failure)))
            .toArray();
    Arrays.sort(peaks);
    return peaks;
  }

  private static double peak(ScoredBlock block, double[] score, DetectionWindow failure) {
    double peak = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < score.length; row++) {
      long time = block.epochMillis()[row];
      if (time >= failure.onsetEpochMillis() && time < failure.failureEpochMillis()) {
        peak = Math.max(peak, score[row]);
      }
    }
    return peak;
  }

  /** What the false positives that a threshold would have made let expect. */
  FalsePositiveForecast forecast(double threshold) {
    int[] daily = new int[dayOf(lastMillis()) + 1];
    for (int block = 0; block < scores.size(); block++) {
      countFalsePositives(blocks.get(block), scores.get(block), threshold, daily);
    }
    return new FalsePositiveForecast(Arrays.stream(daily).sum(), days, dispersion(daily));
  }

  private void countFalsePositives(
      ScoredBlock block, double[] score, double threshold, int[] daily) {
    boolean[] on = new boolean[score.length];
    for (int row = 0; row < on.length; row++) {
      on[row] = score[row] >= threshold;
    }
    boolean[] notifications =
        Episode.notifications(block.epochMillis(), on, policy.quietGap(), policy.renotifyAfter());
    for (int row = 0; row < on.length; row++) {
      if (notifications[row] && !block.protectedRows()[row]) {
        daily[dayOf(block.epochMillis()[row])]++;
      }
    }
  }

  /** Variance over mean of the whole days' counts, at least 1; 1 where that cannot be told. */
  private double dispersion(int[] daily) {
    double[] counts = Arrays.stream(wholeDays).mapToDouble(day -> daily[day]).toArray();
    double mean = StatUtils.mean(counts);
    return counts.length > 1 && mean > 0 ? Math.max(1, StatUtils.variance(counts) / mean) : 1;
  }

  /** The days, 24 hours each from the first row on, of which the rows cover at least half. */
  private int[] wholeDays() {
    double[] covered = new double[dayOf(lastMillis()) + 1];
    for (ScoredBlock block : blocks) {
      double period = (double) block.period().toMillis() / MILLIS_PER_DAY;
      for (long time : block.epochMillis()) {
        covered[dayOf(time)] += period;
      }
    }
    return IntStream.range(0, covered.length).filter(day -> covered[day] >= 0.5).toArray();
  }

  private int dayOf(long epochMillis) {
    return (int) ((epochMillis - blocks.get(0).epochMillis()[0]) / MILLIS_PER_DAY);
  }

  private long lastMillis() {
    return lastMillis(blocks.get(blocks.size() - 1));
  }

  private static long lastMillis(ScoredBlock block) {
    return block.epochMillis()[block.rows() - 1];
  }

  private static void requireOrdered(List<ScoredBlock> blocks) {
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("history must hold at least one block, but was empty");
    }
    for (int block = 1; block < blocks.size(); block++) {
      long begin = blocks.get(block).epochMillis()[0];
      long end = lastMillis(blocks.get(block - 1));
      if (begin <= end) {
        throw new IllegalArgumentException(
            "blocks must be in order of time, but block "
                + block
                + " begins at "
                + begin
                + " ms, and the one before ends at "
                + end
                + " ms");
      }
    }
  }
}
