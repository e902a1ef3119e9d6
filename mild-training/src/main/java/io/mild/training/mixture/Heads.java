package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.training.backend.Arithmetic;

/**
 * All heads as one product with a matrix of K columns a horizon, forward and backward, for batches
 * of one size. Each horizon's is block-diagonal, but where all heads read a common expert.
 */
final class Heads<M> {
  /** Each head's weighted sums over its expert, before factor and bias, n·K columns. */
  final M sums;

  /** Their gradient, given. */
  final M sumGradient;

  /** The biases' gradient, {@code [K][n]}, given. */
  final M biasGradient;

  private final MixtureShape shape;
  private final Arithmetic<M> arithmetic;
  private final M blocks; // [K·X, n·K]
  private final M blockGradient;
  private final Runnable forward;
  private final Runnable toExperts;
  private final Runnable toWeights;

  /**
   * @param experts the experts' units, {@code [rows][K·X]}, and their gradient
   */
  Heads(MixtureShape shape, Rectified<M> experts, Arithmetic<M> arithmetic) {
    this.shape = shape;
    this.arithmetic = arithmetic;
    int intents = shape.intents();
    int units = shape.expertUnits();
    blocks = arithmetic.of(units, shape.risks());
    blockGradient = arithmetic.of(units, shape.risks());
    sums = arithmetic.ofBatch(shape.risks());
    sumGradient = arithmetic.ofBatch(shape.risks());
    biasGradient = arithmetic.of(intents, shape.horizons());
    forward = arithmetic.product(experts.units, blocks, sums);
    toExperts = arithmetic.productByTransposed(sumGradient, blocks, experts.gradient);
    toWeights = arithmetic.transposedProduct(experts.units, sumGradient, blockGradient);
  }

  /**
   * The sums.
   *
   * @param parameters the vector of all
   */
  void forward(M parameters) {
    for (int output = 0; output < shape.risks(); output++) {
      arithmetic.copy(parameters, inVector(output), blocks, inBlock(output), shape.headInputs());
    }
    forward.run();
  }

  /**
   * From the sums' and the biases' gradient to that of weights, biases and experts.
   *
   * @param gradient by the vector of all parameters
   */
  void backward(M gradient) {
    arithmetic.copy(biasGradient, 0, gradient, shape.headBias().offset(), shape.risks());
    toWeights.run();
    for (int output = 0; output < shape.risks(); output++) {
      arithmetic.copy(
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
