package io.mild.connect.prometheus;

/**
 * Times that lie a step apart.
 *
 * @param firstMillis since the epoch
 * @param rows at least 1
 * @param stepMillis at least 1
 */
record Grid(long firstMillis, int rows, long stepMillis) {
  long lastMillis() {
    return firstMillis + (rows - 1) * stepMillis;
  }

  /** The index of a time; -1 of one that is not on the grid. */
  int indexOf(long epochMillis) {
    long since = epochMillis - firstMillis;
    return since >= 0 && since % stepMillis == 0 && since / stepMillis < rows
        ? (int) (since / stepMillis)
        : -1;
  }
}
