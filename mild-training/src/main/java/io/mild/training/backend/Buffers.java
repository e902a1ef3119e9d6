package io.mild.training.backend;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The native arrays of the passes over batches of one size, which are freed together.
 *
 * <p>All are 'f'-ordered, so that a range of columns is contiguous and can be the output of a
 * matrix product.
 */
public final class Buffers implements AutoCloseable {
  private final int rows;
  private final DataType type;
  private final List<INDArray> arrays = new ArrayList<>();

  /**
   * No arrays yet.
   *
   * @param rows of a batch
   * @param type of all arrays
   */
  public Buffers(int rows, DataType type) {
    this.rows = rows;
    this.type = type;
  }

  /** Rows of a batch. */
  public int rows() {
    return rows;
  }

  /** A column a unit, a row a row of the batch. */
  public INDArray ofBatch(int columns) {
    return of(rows, columns);
  }

  /** The same, with a column of ones at the end. */
  public INDArray withOnes(int columns) {
    INDArray array = ofBatch(columns + 1);
    columns(array, columns, columns + 1).assign(1);
    return array;
  }

  /** A matrix of zeros. */
  public INDArray of(int rows, int columns) {
    INDArray array = Nd4j.create(type, new long[] {rows, columns}, 'f');
    arrays.add(array);
    return array;
  }

  /** A view of some columns. */
  public static INDArray columns(INDArray matrix, int from, int to) {
    return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  /** Frees the arrays now: the collector knows nothing of their size. */
  @Override
  public void close() {
    arrays.forEach(INDArray::close);
  }
}
