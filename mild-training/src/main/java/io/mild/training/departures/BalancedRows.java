package io.mild.training.departures;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows to learn from whether anything fails: some of the healthy ones, then some of each failure's.
 * Each failure weighs 1, and healthy rows together as many as there are failures, or 1 without any.
 *
 * @param rows which they are
 * @param failing whether each is of a failure
 * @param weights of each
 */
record BalancedRows(int[] rows, boolean[] failing, double[] weights) {
  private static final int MOST_HEALTHY = 5_000;

  static BalancedRows of(DepartureTargets targets) {
    int[] healthy =
        SeenDepartures.some(
            IntStream.range(0, targets.healthy().length)
                .filter(row -> targets.healthy()[row])
                .toArray(),
            MOST_HEALTHY);
    List<int[]> failures = targets.failures().stream().map(SeenDepartures::some).toList();
    int[] rows =
        IntStream.concat(Arrays.stream(healthy), failures.stream().flatMapToInt(Arrays::stream))
            .toArray();
    boolean[] failing = new boolean[rows.length];
    double[] weights = new double[rows.length];
    Arrays.fill(weights, 0, healthy.length, Math.max(1, failures.size()) / (double) healthy.length);
    int at = healthy.length;
    for (int[] failure : failures) {
      Arrays.fill(failing, at, at + failure.length, true);
      Arrays.fill(weights, at, at + failure.length, 1.0 / failure.length);
      at += failure.length;
    }
    return new BalancedRows(rows, failing, weights);
  }

  int size() {
    return rows.length;
  }

  /** How many are healthy: the first. */
  int healthy() {
    int healthy = 0;
    while (healthy < failing.length && !failing[healthy]) {
      healthy++;
    }
    return healthy;
  }
}
