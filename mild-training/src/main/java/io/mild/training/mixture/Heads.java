package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.training.backend.Arithmetic;
import java.util.ArrayList;
import java.util.List;

/**
 * All heads, forward and backward, for batches of one size: some intents' at a time as one product
 * with a matrix of so many columns a horizon. Each horizon's is block-diagonal, but where all heads
 * read a common expert; with all intents at once, most of a wide one were zeros.
 */
final class Heads<M> {
  /** Outputs of a product at most: fewer zeros would be more products, which cost by themselves. */
  private static final int OUTPUTS = 16;

  private final MixtureShape shape;
  private final Arithmetic<M> arithmetic;
  private final M biases; // [K][n]
  private final List<Group> groups = new ArrayList<>();

  /**
   * @param experts the experts' units, {@code [samples][K·X]}, and their gradient
   */
  Heads(MixtureShape shape, Rectified<M> experts, Arithmetic<M> arithmetic) {
    this.shape = shape;
    this.arithmetic = arithmetic;
    int intents = shape.intents();
    biases = arithmetic.of(intents, shape.horizons());
    int together = shape.commonExpert() ? intents : Math.max(1, OUTPUTS / shape.horizons());
    for (int first = 0; first < intents; first += together) {
      groups.add(new Group(first, Math.min(intents, first + together), experts));
    }
  }

  /**
   * Each head's weighted sums over its expert, before factor and bias.
   *
   * @param parameters the vector of all
   * @param sums n·K columns, one after the other
   */
  void forward(M parameters, double[] sums) {
    groups.forEach(group -> group.forward(parameters, sums));
  }

  /**
   * From the sums' and the biases' gradient to that of weights, biases and experts.
   *
   * @param sumGradient n·K columns, one after the other
   * @param biasGradient n·K values
   * @param gradient by the vector of all parameters
   */
  void backward(double[] sumGradient, double[] biasGradient, M gradient) {
    arithmetic.write(biasGradient, 0, biases, 0, shape.horizons());
    arithmetic.copy(biases, 0, gradient, shape.headBias().offset(), shape.risks());
    groups.forEach(group -> group.backward(sumGradient, gradient));
  }

  /** Some intents' heads. */
  private final class Group {
    private final int first;
    private final int intents;
    private final int inputs;
    private final M blocks; // [inputs][n·intents]
    private final M blockGradient;
    private final M sums;
    private final M sumGradient;
    private final Runnable forward;
    private final Runnable toExperts;
    private final Runnable toWeights;

    Group(int first, int end, Rectified<M> experts) {
      this.first = first;
      this.intents = end - first;
      int from = shape.firstHeadInput(first);
      int to = shape.firstHeadInput(end - 1) + shape.headInputs();
      int outputs = shape.horizons() * intents;
      inputs = to - from;
      blocks = arithmetic.of(inputs, outputs);
      blockGradient = arithmetic.of(inputs, outputs);
      sums = arithmetic.ofBatch(outputs);
      sumGradient = arithmetic.ofBatch(outputs);
      M units = arithmetic.columns(experts.units, from, to);
      forward = arithmetic.product(units, blocks, sums);
      toExperts =
          arithmetic.productByTransposed(
              sumGradient, blocks, arithmetic.columns(experts.gradient, from, to));
      toWeights = arithmetic.transposedProduct(units, sumGradient, blockGradient);
    }

    void forward(M parameters, double[] allSums) {
      for (int output = 0; output < shape.horizons() * intents; output++) {
        arithmetic.copy(parameters, inVector(output), blocks, inBlock(output), shape.headInputs());
      }
      forward.run();
      for (int horizon = 0; horizon < shape.horizons(); horizon++) {
        arithmetic.read(sums, horizon * intents, intents, allSums, inAll(horizon));
      }
    }

    void backward(double[] allSumGradients, M gradient) {
      for (int horizon = 0; horizon < shape.horizons(); horizon++) {
        arithmetic.write(allSumGradients, inAll(horizon), sumGradient, horizon * intents, intents);
      }
      toWeights.run();
      for (int output = 0; output < shape.horizons() * intents; output++) {
        arithmetic.copy(
            blockGradient, inBlock(output), gradient, inVector(output), shape.headInputs());
      }
      toExperts.run();
    }

    /** Where the sums of a horizon begin among those of all. */
    private int inAll(int horizon) {
      return (horizon * shape.intents() + first) * arithmetic.samples();
    }

    /** Where an output's weights begin among all parameters. */
    private int inVector(int output) {
      int head = output / intents * shape.intents() + first + output % intents;
      return shape.heads().offset() + head * shape.headInputs();
    }

    /** Where they begin in the matrix that they are spread over. */
    private int inBlock(int output) {
      int row = shape.firstHeadInput(first + output % intents) - shape.firstHeadInput(first);
      return output * inputs + row;
    }
  }
}
