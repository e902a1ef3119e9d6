package io.mild.training.mixture;

import io.mild.training.backend.Buffers;
import io.mild.training.backend.MatrixProduct;
import io.mild.training.backend.NativeCopy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The DeCov penalty between heads and its gradient, for batches of one size.
 *
 * <p>With U the centred head representations u_i = factor_i · expert_i(h) side by side, {@code C =
 * UᵀU/N} and the blocks of C on the diagonal left out: {@code L = ½ ΣC²}, {@code ∂L/∂U = 2 U C /
 * N}.
 */
final class Decorrelation {
  private final double weight;
  private final int rows;
  private final INDArray experts; // [N, K·X]
  private final INDArray between; // [K·X, K·X]: one where two units belong to different heads
  private final INDArray factors; // [N, K]
  private final INDArray factorPerUnit; // [N, K·X]
  private final INDArray representation;
  private final INDArray covariance;
  private final INDArray slope;
  private final INDArray factorSlope;
  private final double[] slopes;
  private final MatrixProduct spreadFactors;
  private final MatrixProduct covary;
  private final MatrixProduct descend;
  private final MatrixProduct gather;
  private final NativeCopy copy = new NativeCopy();

  /**
   * @param experts the experts' activations, {@code [rows][K·X]}, as they are at each evaluation
   * @param blockMask {@code [K·X][K]}: one where a unit belongs to the intent's expert
   */
  Decorrelation(double weight, INDArray experts, INDArray blockMask, Buffers buffers) {
    int units = blockMask.rows();
    int k = blockMask.columns();
    this.weight = weight;
    this.rows = buffers.rows();
    this.experts = experts;
    this.between = buffers.of(units, units).addi(1);
    Nd4j.gemm(blockMask, blockMask, between, false, true, -1, 1);
    this.factors = buffers.ofBatch(k);
    this.factorPerUnit = buffers.ofBatch(units);
    this.representation = buffers.ofBatch(units);
    this.covariance = buffers.of(units, units);
    this.slope = buffers.ofBatch(units);
    this.factorSlope = buffers.ofBatch(k);
    this.slopes = new double[k * rows];
    this.spreadFactors = MatrixProduct.byTransposed(factors, blockMask, factorPerUnit);
    this.covary = MatrixProduct.ofTransposed(representation, representation, covariance);
    this.descend = MatrixProduct.of(representation, covariance, slope);
    this.gather = MatrixProduct.of(representation, blockMask, factorSlope);
  }

  /**
   * @param factor what multiplies each expert, column after column
   * @param factorGradient receives, added, ∂L/∂factor
   * @return the weighted penalty
   */
  double evaluate(double[] factor, double[] factorGradient) {
    copy.write(factor, factors, factor.length);
    spreadFactors.run();
    experts.mul(factorPerUnit, representation);
    representation.subiRowVector(representation.mean(0));
    covary.run();
    covariance.muli(between).divi(rows);
    double norm = covariance.norm2Number().doubleValue();

    descend.run();
    slope.muli(2 * weight / rows);
    experts.mul(slope, representation);
    gather.run();
    copy.read(factorSlope, slopes, slopes.length);
    for (int i = 0; i < slopes.length; i++) {
      factorGradient[i] += slopes[i];
    }
    slope.muli(factorPerUnit);
    return weight * norm * norm / 2;
  }

  /** ∂L/∂ of the experts' activations as of the latest {@link #evaluate}. */
  INDArray expertGradient() {
    return slope;
  }
}
