package io.mild.training.backend;

import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix product between given arrays, prepared once and run many times.
 *
 * <p>ND4J frees the native context of an operation only when the collector finds it, so a context a
 * call is a leak in slow motion; and preparing one costs more than a small product does.
 */
public final class MatrixProduct {
  private final Mmul operation;
  private final OpContext context;

  private MatrixProduct(
      INDArray a, INDArray b, INDArray c, boolean transposeA, boolean transposeB, double beta) {
    operation =
        new Mmul(
            a,
            b,
            c,
            1,
            beta,
            MMulTranspose.builder().transposeA(transposeA).transposeB(transposeB).build());
    context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(a, b);
    context.setOutputArrays(c);
    context.setIArguments(operation.iArgs());
    context.setTArguments(operation.tArgs());
  }

  /** c = a b. */
  public static MatrixProduct of(INDArray a, INDArray b, INDArray c) {
    return new MatrixProduct(a, b, c, false, false, 0);
  }

  /** c = aᵀ b. */
  public static MatrixProduct ofTransposed(INDArray a, INDArray b, INDArray c) {
    return new MatrixProduct(a, b, c, true, false, 0);
  }

  /** c = a bᵀ. */
  public static MatrixProduct byTransposed(INDArray a, INDArray b, INDArray c) {
    return new MatrixProduct(a, b, c, false, true, 0);
  }

  /** c = c + a bᵀ. */
  public static MatrixProduct addedByTransposed(INDArray a, INDArray b, INDArray c) {
    return new MatrixProduct(a, b, c, false, true, 1);
  }

  /** Runs it, on what the arrays hold now. */
  public void run() {
    Nd4j.getExecutioner().exec(operation, context);
  }
}
