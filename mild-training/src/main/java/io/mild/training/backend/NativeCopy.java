package io.mild.training.backend;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies between heap arrays and whole ND4J arrays of float or double, in one block. */
public final class NativeCopy {
  private float[] floats = new float[0];

  /** A copier with working memory of its own, for one thread at a time. */
  public NativeCopy() {}

  /** Copies values from a place in an array that begins where its buffer does. */
  public void read(INDArray from, long fromIndex, double[] to, int toIndex, int length) {
    if (from.dataType() == DataType.DOUBLE) {
      doubles(from, fromIndex).get(to, toIndex, length);
    } else {
      reserve(length);
      read(from, fromIndex, floats, length);
      for (int i = 0; i < length; i++) {
        to[toIndex + i] = floats[i];
      }
    }
  }

  /** Copies values to a place in an array that begins where its buffer does. */
  public void write(double[] from, int fromIndex, INDArray to, long toIndex, int length) {
    if (to.dataType() == DataType.DOUBLE) {
      doubles(to, toIndex).put(from, fromIndex, length);
    } else {
      reserve(length);
      for (int i = 0; i < length; i++) {
        floats[i] = (float) from[fromIndex + i];
      }
      write(floats, to, toIndex, length);
    }
  }

  /** Overwrites the first {@code length} values of an array that is not a view. */
  public static void write(float[] from, INDArray to, int length) {
    if (to.dataType() == DataType.DOUBLE) {
      DoublePointer pointer = (DoublePointer) to.data().pointer();
      for (int i = 0; i < length; i++) {
        pointer.put(i, from[i]);
      }
    } else {
      ((FloatPointer) to.data().pointer()).put(from, 0, length);
    }
  }

  /**
   * Copies values of single precision from a place in an array that begins where its buffer does.
   */
  public static void read(INDArray from, long fromIndex, float[] to, int length) {
    floats(from, fromIndex).get(to, 0, length);
  }

  /** Copies values of single precision to a place in an array that begins where its buffer does. */
  public static void write(float[] from, INDArray to, long toIndex, int length) {
    floats(to, toIndex).put(from, 0, length);
  }

  private static DoublePointer doubles(INDArray array, long index) {
    return new DoublePointer((DoublePointer) array.data().pointer()).position(index);
  }

  private static FloatPointer floats(INDArray array, long index) {
    return new FloatPointer((FloatPointer) array.data().pointer()).position(index);
  }

  /**
   * Copies values from a place in an array to one in another; both are of one type, and each begins
   * where its buffer does.
   */
  public static void copy(INDArray from, long fromIndex, INDArray to, long toIndex, long length) {
    int bytes = from.dataType().width();
    Pointer source = new BytePointer(from.data().pointer()).position(fromIndex * bytes);
    Pointer target = new BytePointer(to.data().pointer()).position(toIndex * bytes);
    Pointer.memcpy(target, source, length * bytes);
  }

  private void reserve(int length) {
    if (floats.length < length) {
      floats = new float[length];
    }
  }
}
