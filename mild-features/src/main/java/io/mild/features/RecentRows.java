package io.mild.features;

import java.util.Arrays;

/**
 * The latest rows, one a slot, in a ring. Slots are numbered from 0 in the order they come; a slot
 * that never came (negative numbers included) reads as a row of NaN.
 */
final class RecentRows {
  private final int capacity;
  private final int columns;
  private final double[] values;

  RecentRows(int capacity, int columns) {
    this.capacity = capacity;
    this.columns = columns;
    this.values = new double[capacity * columns];
    clear();
  }

  /** Stores a slot's row, in place of the one {@code capacity} slots before. */
  void put(long slot, double[] row) {
    System.arraycopy(row, 0, values, offset(slot), columns);
  }

  /** A value of a slot that is less than {@code capacity} slots older than the latest. */
  double get(long slot, int column) {
    return values[offset(slot) + column];
  }

  /** Adds a slot's row to a row of a table. */
  void addTo(Moments moments, int row, long slot) {
    moments.add(row, values, offset(slot));
  }

  void clear() {
    Arrays.fill(values, Double.NaN);
  }

  private int offset(long slot) {
    return Math.floorMod(slot, capacity) * columns;
  }
}
