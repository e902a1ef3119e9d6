package io.mild.moe;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The DeCov penalty between heads and its gradient, for batches of one size.
 *
 * <p>With U the centred head representations u_i = g_i · expert_i(h) side by side, {@code C =
 * UᵀU/N} and the blocks of C on the diagonal left out: {@code L = ½ ΣC²}, {@code ∂L/∂U = 2 U C /
 * N}.
 */
final class Decorrelation {
  private final double weight;
  private final int rows;
  private final INDArray blockMask;
  private final INDArray between; // [K·X, K·X]: one where two units belong to different heads
  private final INDArray gates; // [N, K]
  private final INDArray gatePerUnit; // [N, K·X]
  private final INDArray representation;
  private final INDArray covariance;
  private final INDArray slope;
  private final INDArray gateSlope;
  private final double[] slopes;
  private final NativeCopy copy = new NativeCopy();

  Decorrelation(double weight, INDArray blockMask, int rows, DataType type) {
    long units = blockMask.rows();
    long k = blockMask.columns();
    this.weight = weight;
    this.rows = rows;
    this.blockMask = blockMask;
    this.between = Nd4j.ones(type, units, units).dup('f');
    Nd4j.gemm(blockMask, blockMask, between, false, true, -1, 1);
    this.gates = Nd4j.create(type, new long[] {rows, k}, 'f');
    this.gatePerUnit = Nd4j.create(type, new long[] {rows, units}, 'f');
    this.representation = Nd4j.create(type, new long[] {rows, units}, 'f');
    this.covariance = Nd4j.create(type, new long[] {units, units}, 'f');
    this.slope = Nd4j.create(type, new long[] {rows, units}, 'f');
    this.gateSlope = Nd4j.create(type, new long[] {rows, k}, 'f');
    this.slopes = new double[(int) k * rows];
  }

  /**
   * @param experts the experts' activations, {@code [rows][K·X]}
   * @param gate g, column after column
   * @param gateGradient receives, added, ∂L/∂g
   * @return the weighted penalty
   */
  double evaluate(INDArray experts, double[] gate, double[] gateGradient) {
    copy.write(gate, gates, gate.length);
    Nd4j.gemm(gates, blockMask, gatePerUnit, false, true, 1, 0);
    experts.mul(gatePerUnit, representation);
    representation.subiRowVector(representation.mean(0));
    Nd4j.gemm(representation, representation, covariance, true, false, 1.0 / rows, 0);
    covariance.muli(between);
    double norm = covariance.norm2Number().doubleValue();

    Nd4j.gemm(representation, covariance, slope, false, false, 2 * weight / rows, 0);
    experts.mul(slope, representation);
    Nd4j.gemm(representation, blockMask, gateSlope, false, false, 1, 0);
    copy.read(gateSlope, slopes, slopes.length);
    for (int i = 0; i < slopes.length; i++) {
      gateGradient[i] += slopes[i];
    }
    slope.muli(gatePerUnit);
    return weight * norm * norm / 2;
  }

  /** ∂L/∂ of the experts' activations as of the latest {@link #evaluate}. */
  INDArray expertGradient() {
    return slope;
  }
}
