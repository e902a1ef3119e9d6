package io.mild.training.alerting;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of history with the risks that a model gave it and the failures that came: what alerts
 * are tuned and judged on.
 *
 * <p>Rows need not be adjacent in time: a gap between two recordings is no part of the block. The
 * arrays are not copied and must not change; blocks are equal if they hold the same arrays.
 *
 * @param epochMillis time of each row, each later than the one before; at least two
 * @param risks probabilities {@code [intents][rows]}, at least one intent
 * @param protectedRows for each row, whether a failure is under way, so that alerts are not false:
 *     from a failure's onset to some time after its recovery
 * @param failures in any order; those cut by the block's edge may be among them
 */
public record ScoredBlock(
    long[] epochMillis, double[][] risks, boolean[] protectedRows, List<DetectionWindow> failures) {
  static final double MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

  /**
   * A block.
   *
   * @throws IllegalArgumentException if the arrays do not fit together, time does not advance, a
   *     risk is no probability or a failure's root is not one of the intents
   */
  public ScoredBlock {
    failures = List.copyOf(failures);
    requireAdvancing(epochMillis);
    if (risks.length == 0) {
      throw new IllegalArgumentException("risks must be of at least one intent, but were of none");
    }
    for (int intent = 0; intent < risks.length; intent++) {
      requireProbabilities(risks[intent], epochMillis.length, intent);
    }
    if (protectedRows.length != epochMillis.length) {
      throw new IllegalArgumentException(
          "protectedRows must be " + epochMillis.length + ", but were " + protectedRows.length);
    }
    for (DetectionWindow failure : failures) {
      if (failure.rootIntent() >= risks.length) {
        throw new IllegalArgumentException(
            "rootIntent must be one of " + risks.length + " intents, but was " + failure);
      }
    }
  }

  /** Number of intents. */
  public int intents() {
    return risks.length;
  }

  /** Number of rows. */
  public int rows() {
    return epochMillis.length;
  }

  /** The time that one row stands for: the median step from row to row. */
  public Duration period() {
    long[] steps = new long[rows() - 1];
    for (int row = 0; row < steps.length; row++) {
      steps[row] = epochMillis[row + 1] - epochMillis[row];
    }
    Arrays.sort(steps);
    return Duration.ofMillis(steps[steps.length / 2]);
  }

  /** Days that the rows cover: their number times the period. Gaps between rows don't count. */
  public double days() {
    return rows() * period().toMillis() / MILLIS_PER_DAY;
  }

  /** The failures that count: those whose whole window lies in the block, in the given order. */
  public List<DetectionWindow> countedFailures() {
    long begin = epochMillis[0];
    long end = epochMillis[rows() - 1] + period().toMillis();
    return failures.stream()
        .filter(window -> window.onsetEpochMillis() >= begin && window.failureEpochMillis() <= end)
        .toList();
  }

  private static void requireAdvancing(long[] epochMillis) {
    if (epochMillis.length < 2) {
      throw new IllegalArgumentException(
          "a block must be of at least 2 rows, but was of " + epochMillis.length);
    }
    for (int row = 1; row < epochMillis.length; row++) {
      if (epochMillis[row] <= epochMillis[row - 1]) {
        throw new IllegalArgumentException(
            "time must advance, but row "
                + row
                + " is of "
                + epochMillis[row]
                + " ms after "
                + epochMillis[row - 1]
                + " ms");
      }
    }
  }

  private static void requireProbabilities(double[] risks, int rows, int intent) {
    if (risks.length != rows) {
      throw new IllegalArgumentException(
          "risks of intent " + intent + " must be " + rows + ", but were " + risks.length);
    }
    for (int row = 0; row < rows; row++) {
      if (!Checks.isProbability(risks[row])) {
        throw new IllegalArgumentException(
            "risk of intent "
                + intent
                + " in row "
                + row
                + " must be 0 to 1, but was "
                + risks[row]);
      }
    }
  }
}
