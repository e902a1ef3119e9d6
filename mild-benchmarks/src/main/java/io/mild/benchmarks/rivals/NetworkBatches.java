package io.mild.benchmarks.rivals;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batches of rows in arrays that are used again: one for each size of batch.
 *
 * <p>The arrays are column-major, so that an LSTM finds a time step's values in one piece; it is
 * some 1.5 times faster than with row-major ones.
 */
final class NetworkBatches implements AutoCloseable {
  private final RowValues rows;
  private final float[] row;
  private final float[] batch;
  private final Map<Integer, INDArray> arrays = new HashMap<>();

  NetworkBatches(RowValues rows, int largest) {
    this.rows = rows;
    this.row = new float[rows.size()];
    this.batch = new float[row.length * largest];
  }

  /** The rows {@code order[from]} to {@code order[to - 1]}, until the next call. */
  INDArray of(int[] order, int from, int to) {
    int size = to - from;
    for (int n = 0; n < size; n++) {
      rows.read(order[from + n], row);
      for (int j = 0; j < row.length; j++) {
        batch[j * size + n] = row[j];
      }
    }
    INDArray array =
        arrays.computeIfAbsent(size, s -> Nd4j.create(DataType.FLOAT, rows.shape(s), 'f'));
    ((FloatPointer) array.data().pointer()).put(batch, 0, size * row.length);
    return array;
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
  }
}
