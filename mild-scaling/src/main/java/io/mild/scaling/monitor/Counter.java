package io.mild.scaling.monitor;

/**
 * The increase of a counter, or of the sum of several replicas', from one scrape to the next.
 *
 * <p>A single replica's that fell has restarted from 0. The sum of several that fell lacks that of
 * a replica which went or restarted: by how much the others rose meanwhile nobody knows.
 */
final class Counter {
  private double latest = Double.NaN;
  private int latestReplicas;

  /** Nothing was seen before the next value. */
  void forget() {
    latest = Double.NaN;
  }

  /**
   * NaN where this value or the one before is missing, or a sum fell.
   *
   * @param replicas whose counters are summed up in it
   */
  double increase(double value, int replicas) {
    double before = latest;
    boolean isSum = Math.max(latestReplicas, replicas) > 1;
    latest = value;
    latestReplicas = replicas;
    if (value >= before) {
      return value - before;
    }
    return Double.isNaN(before) || isSum ? Double.NaN : value;
  }
}
