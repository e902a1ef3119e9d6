package io.mild.scaling.balance;

import java.util.Arrays;

/** Quantiles of the latest of some counts, which stay sorted: one comes and one goes. */
final class LatestCounts {
  private final int[] latest; // a ring
  private final int[] sorted;
  private int size;
  private int next;

  /** None yet. */
  LatestCounts(int capacity) {
    this.latest = new int[capacity];
    this.sorted = new int[capacity];
  }

  /** The oldest goes, once there are as many as it holds. */
  void add(int count) {
    if (size == latest.length) {
      int hole = Arrays.binarySearch(sorted, latest[next]);
      System.arraycopy(sorted, hole + 1, sorted, hole, --size - hole);
    }
    int found = Arrays.binarySearch(sorted, 0, size, count);
    int place = found < 0 ? -found - 1 : found;
    System.arraycopy(sorted, place, sorted, place + 1, size++ - place);
    sorted[place] = count;
    latest[next] = count;
    next = (next + 1) % latest.length;
  }

  /**
   * The highest of them that at most such a share of them is below.
   *
   * @param share at least 0, below 1
   */
  int quantile(double share) {
    return sorted[(int) (share * size)];
  }
}
