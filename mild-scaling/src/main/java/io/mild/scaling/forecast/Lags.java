package io.mild.scaling.forecast;

import java.util.Arrays;

/** The latest values, in a ring; NaN where there is none yet. */
final class Lags {
  private final double[] values;
  private int next;

  Lags(int capacity) {
    this.values = new double[capacity];
    Arrays.fill(values, Double.NaN);
  }

  void add(double value) {
    values[next] = value;
    next = (next + 1) % values.length;
  }

  /** The value that came {@code ago} values before the latest, less than the capacity. */
  double get(int ago) {
    return values[Math.floorMod(next - 1 - ago, values.length)];
  }

  int capacity() {
    return values.length;
  }
}
