package io.mild.training.backend;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * By ND4J, in native arrays that are freed together.
 *
 * <p>All are 'f'-ordered, so that a range of columns is contiguous and can be the output of a
 * matrix product.
 */
public final class NativeArithmetic implements Arithmetic<INDArray> {
  private final int samples;
  private final DataType type;
  private final List<INDArray> arrays = new ArrayList<>();
  private final NativeCopy copy = new NativeCopy();
  private float[] floats = new float[0];

  /**
   * No arrays yet.
   *
   * @param samples of a batch
   * @param type of all arrays
   */
  public NativeArithmetic(int samples, DataType type) {
    this.samples = samples;
    this.type = type;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public INDArray ofBatch(int columns) {
    return of(samples, columns);
  }

  @Override
  public INDArray withOnes(int columns) {
    INDArray array = ofBatch(columns + 1);
    columns(array, columns, columns + 1).assign(1);
    return array;
  }

  @Override
  public INDArray of(int rows, int columns) {
    INDArray array = Nd4j.create(type, new long[] {rows, columns}, 'f');
    arrays.add(array);
    return array;
  }

  @Override
  public INDArray columns(INDArray matrix, int from, int to) {
    return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  @Override
  public INDArray inPlaceOf(INDArray vector) {
    return vector.reshape(vector.length());
  }

  @Override
  public void pull(INDArray vector, INDArray inPlace) {
    // the same memory
  }

  @Override
  public void push(INDArray inPlace, INDArray vector) {
    // the same memory
  }

  @Override
  public INDArray block(INDArray vector, int offset, int rows, int columns) {
    return vector
        .get(NDArrayIndex.interval(offset, offset + rows * columns))
        .reshape('f', rows, columns);
  }

  @Override
  public void copy(INDArray from, int fromIndex, INDArray to, int toIndex, int length) {
    NativeCopy.copy(from, fromIndex, to, toIndex, length);
  }

  @Override
  public void write(INDArray from, int fromIndex, INDArray to, int columns) {
    NativeCopy.copy(from, fromIndex, to, 0, (long) columns * samples);
  }

  @Override
  public void write(double[] from, int fromIndex, INDArray to, int column, int columns) {
    int rows = to.rows();
    copy.write(from, fromIndex, to, column * rows, columns * rows);
  }

  @Override
  public void keep(short[] draws, int least, float number, INDArray to) {
    int length = (int) to.length();
    if (floats.length < length) {
      floats = new float[length];
    }
    for (int i = 0; i < length; i++) {
      floats[i] = number * (least - 1 - draws[i] >>> Integer.SIZE - 1); // no branch
    }
    NativeCopy.write(floats, to, length);
  }

  @Override
  public void read(INDArray from, int column, int columns, double[] to, int toIndex) {
    int rows = from.rows();
    copy.read(from, column * rows, to, toIndex, columns * rows);
  }

  @Override
  public Runnable product(INDArray a, INDArray b, INDArray c) {
    return MatrixProduct.of(a, b, c)::run;
  }

  @Override
  public Runnable transposedProduct(INDArray a, INDArray b, INDArray c) {
    return MatrixProduct.ofTransposed(a, b, c)::run;
  }

  @Override
  public Runnable productByTransposed(INDArray a, INDArray b, INDArray c) {
    return MatrixProduct.byTransposed(a, b, c)::run;
  }

  @Override
  public Runnable addProductByTransposed(INDArray a, INDArray b, INDArray c) {
    return MatrixProduct.addedByTransposed(a, b, c)::run;
  }

  @Override
  public Runnable rectify(INDArray a) {
    RectifiedLinear rectify = new RectifiedLinear(a, a, 0);
    return () -> Nd4j.exec(rectify);
  }

  @Override
  public Runnable rectifyGradient(INDArray a, INDArray b) {
    INDArray active = ofBatch(a.columns());
    Step step = new Step(a, active, 0);
    MulOp multiply = new MulOp(b, active, b);
    return () -> {
      Nd4j.exec(step);
      Nd4j.exec(multiply);
    };
  }

  @Override
  public Runnable multiply(INDArray a, INDArray b, INDArray c) {
    MulOp multiply = new MulOp(a, b, c);
    return () -> Nd4j.exec(multiply);
  }

  @Override
  public Runnable add(INDArray a, INDArray b) {
    return () -> a.addi(b);
  }

  @Override
  public Runnable scale(INDArray a, double by) {
    return () -> a.muli(by);
  }

  @Override
  public Runnable centre(INDArray a) {
    return () -> a.subiRowVector(a.mean(0));
  }

  @Override
  public double sumOfSquares(INDArray a) {
    double norm = a.norm2Number().doubleValue();
    return norm * norm;
  }

  /** Frees the arrays now: the collector knows nothing of their size. */
  @Override
  public void close() {
    arrays.forEach(INDArray::close);
  }
}
