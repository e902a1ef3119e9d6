package io.mild.moe;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All heads as one product with a matrix that is block-diagonal for each horizon, forward and
 * backward, for batches of one size.
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

  private final List<BroadcastMulOp> spread = new ArrayList<>();
  private final List<INDArray> gradientBlocks = new ArrayList<>(); // [K·X, K] a horizon
  private final MatrixProduct forward;
  private final MatrixProduct toExperts;
  private final MatrixProduct toWeights;

  /**
   * @param experts the experts' units, {@code [rows][K·X]}, and their gradient
   * @param weights a column of K·X a horizon
   */
  Heads(MixtureShape shape, Rectified experts, List<INDArray> weights, Buffers buffers) {
    int intents = shape.intents();
    int units = intents * shape.expert();
    blockMask = buffers.of(units, intents);
    for (int unit = 0; unit < units; unit++) {
      blockMask.putScalar(unit, unit / shape.expert(), 1);
    }
    INDArray blocks = buffers.of(units, shape.risks());
    INDArray blockGradient = buffers.of(units, shape.risks());
    sums = buffers.ofBatch(shape.risks());
    sumGradient = buffers.ofBatch(shape.risks());
    biasGradient = buffers.of(intents, shape.horizons());
    for (int horizon = 0; horizon < shape.horizons(); horizon++) {
      int from = horizon * intents;
      INDArray block = Buffers.columns(blocks, from, from + intents);
      spread.add(new BroadcastMulOp(blockMask, weights.get(horizon), block, 0));
      gradientBlocks.add(Buffers.columns(blockGradient, from, from + intents));
    }
    forward = MatrixProduct.of(experts.units, blocks, sums);
    toExperts = MatrixProduct.byTransposed(sumGradient, blocks, experts.gradient);
    toWeights = MatrixProduct.ofTransposed(experts.units, sumGradient, blockGradient);
  }

  void forward() {
    spread.forEach(Nd4j::exec);
    forward.run();
  }

  /** From the sums' and the biases' gradient to that of weights, biases and experts. */
  void backward(MixtureViews gradients) {
    gradients.headBias().assign(biasGradient);
    toWeights.run();
    for (int horizon = 0; horizon < gradientBlocks.size(); horizon++) {
      INDArray block = gradientBlocks.get(horizon);
      block.muli(blockMask);
      block.sum(gradients.heads().get(horizon), 1);
    }
    toExperts.run();
  }
}
