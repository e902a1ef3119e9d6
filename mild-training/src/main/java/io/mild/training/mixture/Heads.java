package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.training.backend.Buffers;
import io.mild.training.backend.MatrixProduct;
import io.mild.training.backend.NativeCopy;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All heads as one product with a matrix of K columns a horizon, forward and backward, for batches
 * of one size. Each horizon's is block-diagonal, but where all heads read a common expert.
 */
final class Heads {
  /** [K·X, K]: one where an expert's unit belongs to the intent. */
  final INDArray blockMask;

  /** Each head's weighted sums over its expert, before factor and bias, n·K columns. */
  final INDArray sums;

  /** Their gradient, given. */
  final INDArray sumGradient;

  /** The biases' gradient, {@code [K][n]}, given. */
  final INDArray biasGradient;

  private final MixtureShape shape;
  private final INDArray blocks; // [K·X, n·K]
  private final INDArray blockGradient;
  private final MatrixProduct forward;
  private final MatrixProduct toExperts;
  private final MatrixProduct toWeights;

  /**
   * @param experts the experts' units, {@code [rows][K·X]}, and their gradient
   */
  Heads(MixtureShape shape, Rectified experts, Buffers buffers) {
    this.shape = shape;
    int intents = shape.intents();
    int units = shape.expertUnits();
    blockMask = buffers.of(units, intents);
    for (int unit = 0; unit < units; unit++) {
      blockMask.putScalar(unit, unit / shape.expert(), 1);
    }
    blocks = buffers.of(units, shape.risks());
    blockGradient = buffers.of(units, shape.risks());
    sums = buffers.ofBatch(shape.risks());
    sumGradient = buffers.ofBatch(shape.risks());
    biasGradient = buffers.of(intents, shape.horizons());
    forward = MatrixProduct.of(experts.units, blocks, sums);
    toExperts = MatrixProduct.byTransposed(sumGradient, blocks, experts.gradient);
    toWeights = MatrixProduct.ofTransposed(experts.units, sumGradient, blockGradient);
  }

  /**
   * The sums.
   *
   * @param parameters the vector of all
   */
  void forward(INDArray parameters) {
    for (int output = 0; output < shape.risks(); output++) {
      NativeCopy.copy(parameters, inVector(output), blocks, inBlock(output), shape.headInputs());
    }
    forward.run();
  }

  /**
   * From the sums' and the biases' gradient to that of weights, biases and experts.
   *
   * @param gradient by the vector of all parameters
   */
  void backward(INDArray gradient) {
    NativeCopy.copy(biasGradient, 0, gradient, shape.headBias().offset(), shape.risks());
    toWeights.run();
    for (int output = 0; output < shape.risks(); output++) {
      NativeCopy.copy(
          blockGradient, inBlock(output), gradient, inVector(output), shape.headInputs());
    }
    toExperts.run();
  }

  /** Where an output's weights begin among all parameters. */
  private int inVector(int output) {
    return shape.heads().offset() + output * shape.headInputs();
  }

  /** Where they begin in the matrix that they are spread over. */
  private int inBlock(int output) {
    return output * shape.expertUnits() + shape.firstHeadInput(output % shape.intents());
  }
}
