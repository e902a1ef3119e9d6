package io.mild.benchmarks.rivals;

/** What a network sees of a row, or is to say of it. */
interface RowValues {
  /** The array's shape for so many rows, the first dimension. */
  long[] shape(int rows);

  /**
   * Reads one row's values in column-major order: the second dimension runs fastest.
   *
   * @param row its index in the fold
   */
  void read(int row, float[] values);

  /** The number of values of a row. */
  default int size() {
    long size = 1;
    for (long length : shape(1)) {
      size *= length;
    }
    return Math.toIntExact(size);
  }

  /**
   * Rows of a row-after-row matrix.
   *
   * @param firstRow the fold's index of the matrix's first row
   */
  static RowValues of(float[] matrix, int width, int firstRow) {
    return new RowValues() {
      @Override
      public long[] shape(int rows) {
        return new long[] {rows, width};
      }

      @Override
      public void read(int row, float[] values) {
        System.arraycopy(matrix, (row - firstRow) * width, values, 0, width);
      }
    };
  }
}
