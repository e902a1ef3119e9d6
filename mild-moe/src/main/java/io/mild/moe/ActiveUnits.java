package io.mild.moe;

/**
 * A layer's units after rectification, {@code max(units, 0)}, of which about half are zero and of
 * no consequence to the next layer: the rest are listed.
 */
final class ActiveUnits {
  final float[] units;

  /** Indices of the units above zero, ascending: the first {@link #count} entries. */
  final int[] index;

  int count;

  ActiveUnits(int width) {
    units = new float[width];
    index = new int[Integer.highestOneBit(width) << 1]; // a power of two above the width
  }

  /** Lists those of the first units that are above zero, without branching on their signs. */
  void select(int width) {
    int mask = index.length - 1; // what tells the JIT that no index is out of bounds
    int active = 0;
    for (int i = 0; i < width; i++) {
      index[active & mask] = i;
      active += units[i] > 0 ? 1 : 0;
    }
    count = active;
  }

  /** The rectified unit. */
  float rectified(int unit) {
    return Math.max(units[unit], 0);
  }
}
