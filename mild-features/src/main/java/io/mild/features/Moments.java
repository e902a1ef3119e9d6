package io.mild.features;

import java.util.Arrays;

/**
 * A table of moments, {@code [rows][columns]}: each cell has the count, the mean and the sum of
 * squared deviations M2 of the values added to it.
 *
 * <p>Two cells are joined by the parallel update of Chan, Golub and LeVeque (1983), with {@code
 * delta = meanB - meanA} and {@code n = nA + nB}:
 *
 * <pre>{@code
 * mean = meanA + delta * nB / n
 * M2   = M2A + M2B + delta^2 * nA * nB / n
 * }</pre>
 *
 * <p>A single value is a cell of count 1 and M2 0 (which gives Welford's update). No value is ever
 * taken out again: M2 cannot become negative, and it is exactly zero where all values are equal.
 * NaN is no value and is passed over.
 *
 * @see <a href="https://doi.org/10.1080/00031305.1983.10483115">Algorithms for Computing the Sample
 *     Variance</a>
 */
final class Moments {
  private final int columns;
  private final int[] counts;
  private final double[] means;
  private final double[] squares;

  /** A table of empty cells. */
  Moments(int rows, int columns) {
    this.columns = columns;
    this.counts = new int[rows * columns];
    this.means = new double[rows * columns];
    this.squares = new double[rows * columns];
  }

  /** Adds to each cell of a row the value of its column: {@code values[offset + column]}. */
  void add(int row, double[] values, int offset) {
    for (int column = 0; column < columns; column++) {
      double value = values[offset + column];
      if (!Double.isNaN(value)) {
        join(row * columns + column, 1, value, 0);
      }
    }
  }

  /** Joins to each cell of a row the cell of the same column in a row of another table. */
  void join(int row, Moments other, int otherRow) {
    for (int column = 0; column < columns; column++) {
      int cell = otherRow * columns + column;
      if (other.counts[cell] > 0) {
        join(row * columns + column, other.counts[cell], other.means[cell], other.squares[cell]);
      }
    }
  }

  /** Makes a row equal to a row of another table, or to another row of this one. */
  void copy(int row, Moments other, int otherRow) {
    System.arraycopy(other.counts, otherRow * columns, counts, row * columns, columns);
    System.arraycopy(other.means, otherRow * columns, means, row * columns, columns);
    System.arraycopy(other.squares, otherRow * columns, squares, row * columns, columns);
  }

  /** Empties a row. */
  void clear(int row) {
    Arrays.fill(counts, row * columns, (row + 1) * columns, 0);
    Arrays.fill(means, row * columns, (row + 1) * columns, 0);
    Arrays.fill(squares, row * columns, (row + 1) * columns, 0);
  }

  /** Empties all rows. */
  void clear() {
    Arrays.fill(counts, 0);
    Arrays.fill(means, 0);
    Arrays.fill(squares, 0);
  }

  /** Number of values in a cell. */
  int count(int row, int column) {
    return counts[row * columns + column];
  }

  /** Mean of the values of a cell that has any. */
  double mean(int row, int column) {
    return means[row * columns + column];
  }

  /** Population standard deviation of the values of a cell that has any. */
  double deviation(int row, int column) {
    int cell = row * columns + column;
    return Math.sqrt(squares[cell] / counts[cell]);
  }

  private void join(int cell, int count, double mean, double square) {
    int before = counts[cell];
    double share = (double) count / (before + count);
    double delta = mean - means[cell];
    counts[cell] = before + count;
    means[cell] += delta * share;
    // In this order an empty cell (0 before) takes the other's M2 even where delta^2 overflows.
    squares[cell] += square + delta * (before * share) * delta;
  }
}
