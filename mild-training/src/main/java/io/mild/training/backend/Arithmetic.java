package io.mild.training.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What passes over batches of one size compute with: matrices that are allocated once, and
 * operations on them that are prepared once and run many times.
 *
 * <p>There are two: {@link NativeArithmetic}, by ND4J, and {@link KernelArithmetic}, by our own
 * kernels. Matrices are column after column, and no operation's output is one of its inputs unless
 * it says so.
 *
 * @param <M> a matrix
 */
public interface Arithmetic<M> extends AutoCloseable {

  /** Samples of a batch. */
  int samples();

  /** A matrix of zeros with a row a sample. */
  M ofBatch(int columns);

  /** The same, with a column of ones at the end. */
  M withOnes(int columns);

  /** Any other matrix of zeros. */
  M of(int rows, int columns);

  /** A view of some columns. */
  M columns(M matrix, int from, int to);

  /** A vector to work with in place of ND4J's: that itself, or one that is a copy. */
  M inPlaceOf(INDArray vector);

  /** Brings what is in place of ND4J's vector up to date. */
  void pull(INDArray vector, M inPlace);

  /** Brings ND4J's vector up to date. */
  void push(M inPlace, INDArray vector);

  /** A view of a part of a vector as a matrix. */
  M block(M vector, int offset, int rows, int columns);

  /** Copies a part of a vector or matrix, counted column after column; not of a batch's. */
  void copy(M from, int fromIndex, M to, int toIndex, int length);

  /**
   * Copies columns of ND4J's into the first ones of a batch's.
   *
   * @param from column after column
   * @param fromIndex where they begin
   */
  void write(INDArray from, int fromIndex, M to, int columns);

  /** Copies, column after column, from a place on into some columns of a matrix that is no view. */
  void write(double[] from, int fromIndex, M to, int column, int columns);

  /**
   * Sets each value of a batch's matrix that is no view, column after column, to one number where
   * what was drawn for it is not below another, else to zero.
   */
  void keep(short[] draws, int least, float number, M to);

  /** Copies, column after column, some columns of a matrix that is no view to a place. */
  void read(M from, int column, int columns, double[] to, int toIndex);

  /** c = a b. */
  Runnable product(M a, M b, M c);

  /** c = aᵀ b, both of a batch. */
  Runnable transposedProduct(M a, M b, M c);

  /** c = a bᵀ. */
  Runnable productByTransposed(M a, M b, M c);

  /** c = c + a bᵀ. */
  Runnable addProductByTransposed(M a, M b, M c);

  /** a = max(a, 0). */
  Runnable rectify(M a);

  /** b = b ∘ (a > 0). */
  Runnable rectifyGradient(M a, M b);

  /** c = a ∘ b; c may be a or b. */
  Runnable multiply(M a, M b, M c);

  /** a = a + b. */
  Runnable add(M a, M b);

  /** a = a · by. */
  Runnable scale(M a, double by);

  /** Takes from each column its mean. */
  Runnable centre(M a);

  /** Σ a², of a matrix that is no view. */
  double sumOfSquares(M a);

  @Override
  void close();
}
