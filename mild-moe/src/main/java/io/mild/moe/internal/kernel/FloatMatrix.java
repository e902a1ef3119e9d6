package io.mild.moe.internal.kernel;

/**
 * A matrix of floats within an array: a whole one, some of its columns, or its transpose.
 *
 * @param values where it lies
 * @param offset of its first value
 * @param rows how many
 * @param columns how many
 * @param rowStride from a row to the next
 * @param columnStride from a column to the next
 */
public record FloatMatrix(
    float[] values, int offset, int rows, int columns, int rowStride, int columnStride) {

  /** Column after column from an offset on, nothing between them. */
  public static FloatMatrix within(float[] values, int offset, int rows, int columns) {
    return new FloatMatrix(values, offset, rows, columns, 1, rows);
  }

  /** Some of its columns, in the same place. */
  public FloatMatrix columns(int from, int to) {
    return new FloatMatrix(values, at(0, from), rows, to - from, rowStride, columnStride);
  }

  /** Its transpose, in the same place. */
  public FloatMatrix transposed() {
    return new FloatMatrix(values, offset, columns, rows, columnStride, rowStride);
  }

  /** Where a value is. */
  public int at(int row, int column) {
    return offset + row * rowStride + column * columnStride;
  }
}
