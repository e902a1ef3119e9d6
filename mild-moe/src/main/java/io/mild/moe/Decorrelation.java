package io.mild.moe;

import java.util.List;
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
final class Decorrelation implements AutoCloseable {
  private final double weight;
  private final int rows;
  private final INDArray experts; // [N, K·X]
  private final INDArray between; // [K·X, K·X]: one where two units belong to different heads
  private final INDArray gates; // [N, K]
  private final INDArray gatePerUnit; // [N, K·X]
  private final INDArray representation;
  private final INDArray covariance;
  private final INDArray slope;
  private final INDArray gateSlope;
  private final double[] slopes;
  private final MatrixProduct spreadGates;
  private final MatrixProduct covary;
  private final MatrixProduct descend;
  private final MatrixProduct gather;
  private final NativeCopy copy = new NativeCopy();

  /**
   * @param experts the experts' activations, {@code [rows][K·X]}, as they are at each evaluation
   * @param blockMask {@code [K·X][K]}: one where a unit belongs to the intent's expert
   */
  Decorrelation(double weight, INDArray experts, INDArray blockMask, int rows, DataType type) {
    long units = blockMask.rows();
    long k = blockMask.columns();
    this.weight = weight;
    this.rows = rows;
    this.experts = experts;
    this.between = Nd4j.create(type, new long[] {units, units}, 'f').addi(1);
    Nd4j.gemm(blockMask, blockMask, between, false, true, -1, 1);
    this.gates = Nd4j.create(type, new long[] {rows, k}, 'f');
    this.gatePerUnit = Nd4j.create(type, new long[] {rows, units}, 'f');
    this.representation = Nd4j.create(type, new long[] {rows, units}, 'f');
    this.covariance = Nd4j.create(type, new long[] {units, units}, 'f');
    this.slope = Nd4j.create(type, new long[] {rows, units}, 'f');
    this.gateSlope = Nd4j.create(type, new long[] {rows, k}, 'f');
    this.slopes = new double[(int) k * rows];
    this.spreadGates = MatrixProduct.byTransposed(gates, blockMask, gatePerUnit);
    this.covary = MatrixProduct.ofTransposed(representation, representation, covariance);
    this.descend = MatrixProduct.of(representation, covariance, slope);
    this.gather = MatrixProduct.of(representation, blockMask, gateSlope);
  }

  /**
   * @param gate g, column after column
   * @param gateGradient receives, added, ∂L/∂g
   * @return the weighted penalty
   */
  double evaluate(double[] gate, double[] gateGradient) {
    copy.write(gate, gates, gate.length);
    spreadGates.run();
    experts.mul(gatePerUnit, representation);
    representation.subiRowVector(representation.mean(0));
    covary.run();
    covariance.muli(between).divi(rows);
    double norm = covariance.norm2Number().doubleValue();

    descend.run();
    slope.muli(2 * weight / rows);
    experts.mul(slope, representation);
    gather.run();
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

  @Override
  public void close() {
    List.of(between, gates, gatePerUnit, representation, covariance, slope, gateSlope)
        .forEach(INDArray::close);
  }
}
