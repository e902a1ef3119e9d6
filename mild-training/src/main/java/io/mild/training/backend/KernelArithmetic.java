package io.mild.training.backend;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.mild.moe.internal.kernel.FloatMatrix;
import io.mild.moe.internal.kernel.Kernel;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * By a kernel, in single precision and in the heap: ND4J's parameters are copied before a pass, and
 * the gradient after it.
 */
public final class KernelArithmetic implements Arithmetic<FloatMatrix> {
  private final Kernel kernel;
  private final int samples;
  private float[] floats = new float[0];

  /**
   * The kernel that is faster than ND4J: that of the Vector API, on a processor that multiplies and
   * adds at once. (Where one does not, or hides it, Java takes {@code BigDecimal}.)
   */
  public static Optional<Kernel> fasterKernel() {
    return Kernel.vector().filter(kernel -> multipliesAndAddsAtOnce());
  }

  private static boolean multipliesAndAddsAtOnce() {
    @Nullable HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return machine != null && Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException e) {
      return false; // another machine than HotSpot
    }
  }

  /**
   * No matrices yet.
   *
   * @param samples of a batch
   */
  public KernelArithmetic(Kernel kernel, int samples) {
    this.kernel = kernel;
    this.samples = samples;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public FloatMatrix ofBatch(int columns) {
    return kernel.samples(samples, columns);
  }

  @Override
  public FloatMatrix withOnes(int columns) {
    FloatMatrix matrix = ofBatch(columns + 1);
    int ones = matrix.at(0, columns);
    Arrays.fill(matrix.values(), ones, ones + samples, 1);
    return matrix;
  }

  @Override
  public FloatMatrix of(int rows, int columns) {
    return FloatMatrix.within(new float[rows * columns], 0, rows, columns);
  }

  @Override
  public FloatMatrix columns(FloatMatrix matrix, int from, int to) {
    return matrix.columns(from, to);
  }

  @Override
  public FloatMatrix inPlaceOf(INDArray vector) {
    return of((int) vector.length(), 1);
  }

  @Override
  public void pull(INDArray vector, FloatMatrix inPlace) {
    NativeCopy.read(vector, 0, inPlace.values(), inPlace.rows());
  }

  @Override
  public void push(FloatMatrix inPlace, INDArray vector) {
    NativeCopy.write(inPlace.values(), vector, 0, inPlace.rows());
  }

  @Override
  public FloatMatrix block(FloatMatrix vector, int offset, int rows, int columns) {
    return FloatMatrix.within(vector.values(), offset, rows, columns);
  }

  @Override
  public void copy(FloatMatrix from, int fromIndex, FloatMatrix to, int toIndex, int length) {
    System.arraycopy(from.values(), fromIndex, to.values(), toIndex, length);
  }

  @Override
  public void write(INDArray from, int fromIndex, FloatMatrix to, int columns) {
    int length = columns * samples;
    if (floats.length < length) {
      floats = new float[length];
    }
    NativeCopy.read(from, fromIndex, floats, length);
    for (int column = 0; column < columns; column++) {
      System.arraycopy(floats, column * samples, to.values(), to.at(0, column), samples);
    }
  }

  @Override
  public void write(double[] from, int fromIndex, FloatMatrix to, int column, int columns) {
    int rows = to.rows();
    int at = fromIndex;
    for (int j = column; j < column + columns; j++) {
      int first = to.at(0, j);
      for (int row = 0; row < rows; row++) {
        to.values()[first + row] = (float) from[at++];
      }
    }
  }

  @Override
  public void keep(short[] draws, int least, float number, FloatMatrix to) {
    kernel.keep(draws, least, number, to);
  }

  @Override
  public void read(FloatMatrix from, int column, int columns, double[] to, int toIndex) {
    int rows = from.rows();
    int at = toIndex;
    for (int j = column; j < column + columns; j++) {
      int first = from.at(0, j);
      for (int row = 0; row < rows; row++) {
        to[at++] = from.values()[first + row];
      }
    }
  }

  @Override
  public Runnable product(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    return () -> kernel.product(a, b, false, c);
  }

  @Override
  public Runnable transposedProduct(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    return () -> kernel.sum(a, b, c);
  }

  @Override
  public Runnable productByTransposed(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    FloatMatrix transposed = b.transposed();
    return () -> kernel.product(a, transposed, false, c);
  }

  @Override
  public Runnable addProductByTransposed(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    FloatMatrix transposed = b.transposed();
    return () -> kernel.product(a, transposed, true, c);
  }

  @Override
  public Runnable rectify(FloatMatrix a) {
    return () -> kernel.rectify(a);
  }

  @Override
  public Runnable rectifyGradient(FloatMatrix a, FloatMatrix b) {
    return () -> kernel.rectifyGradient(a, b);
  }

  @Override
  public Runnable multiply(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    return () -> {
      for (int column = 0; column < c.columns(); column++) {
        multiply(
            a.values(),
            a.at(0, column),
            b.values(),
            b.at(0, column),
            c.values(),
            c.at(0, column),
            c.rows());
      }
    };
  }

  private static void multiply(
      float[] a, int atA, float[] b, int atB, float[] c, int atC, int rows) {
    for (int row = 0; row < rows; row++) {
      c[atC + row] = a[atA + row] * b[atB + row];
    }
  }

  @Override
  public Runnable add(FloatMatrix a, FloatMatrix b) {
    return () -> {
      for (int column = 0; column < a.columns(); column++) {
        for (int row = 0; row < a.rows(); row++) {
          a.values()[a.at(row, column)] += b.values()[b.at(row, column)];
        }
      }
    };
  }

  @Override
  public Runnable scale(FloatMatrix a, double by) {
    float factor = (float) by;
    return () -> {
      for (int column = 0; column < a.columns(); column++) {
        for (int row = 0; row < a.rows(); row++) {
          a.values()[a.at(row, column)] *= factor;
        }
      }
    };
  }

  @Override
  public Runnable centre(FloatMatrix a) {
    return () -> {
      for (int column = 0; column < a.columns(); column++) {
        double sum = 0;
        for (int row = 0; row < a.rows(); row++) {
          sum += a.values()[a.at(row, column)];
        }
        float mean = (float) (sum / a.rows());
        for (int row = 0; row < a.rows(); row++) {
          a.values()[a.at(row, column)] -= mean;
        }
      }
    };
  }

  @Override
  public double sumOfSquares(FloatMatrix a) {
    double sum = 0;
    for (int column = 0; column < a.columns(); column++) {
      for (int row = 0; row < a.rows(); row++) {
        double value = a.values()[a.at(row, column)];
        sum += value * value;
      }
    }
    return sum;
  }

  /** The collector does it. */
  @Override
  public void close() {
    // nothing to free
  }
}
