package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.training.backend.Buffers;
import io.mild.training.backend.MatrixProduct;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;
import org.nd4j.linalg.factory.Nd4j;

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

  private final boolean commonExpert;
  private final List<Op> spread = new ArrayList<>();
  private final List<INDArray> gradientBlocks = new ArrayList<>(); // [K·X, K] a horizon
  private final MatrixProduct forward;
  private final MatrixProduct toExperts;
  private final MatrixProduct toWeights;

  /**
   * @param experts the experts' units, {@code [rows][K·X]}, and their gradient
   * @param weights a column a horizon, head after head
   */
  Heads(MixtureShape shape, Rectified experts, List<INDArray> weights, Buffers buffers) {
    int intents = shape.intents();
    int units = shape.expertUnits();
    commonExpert = shape.commonExpert();
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
      INDArray gradientBlock = Buffers.columns(blockGradient, from, from + intents);
      if (commonExpert) { // then weights and block are the same values in the same order
        spread.add(new Assign(weights.get(horizon), asColumn(block)));
        gradientBlocks.add(asColumn(gradientBlock));
      } else {
        spread.add(new BroadcastMulOp(blockMask, weights.get(horizon), block, 0));
        gradientBlocks.add(gradientBlock);
      }
    }
    forward = MatrixProduct.of(experts.units, blocks, sums);
    toExperts = MatrixProduct.byTransposed(sumGradient, blocks, experts.gradient);
    toWeights = MatrixProduct.ofTransposed(experts.units, sumGradient, blockGradient);
  }

  void forward() {
    spread.forEach(Nd4j::exec);
    forward.run();
  }

  /** The same memory, column after column. */
  private static INDArray asColumn(INDArray matrix) {
    return matrix.reshape('f', true, matrix.length(), 1);
  }

  /** From the sums' and the biases' gradient to that of weights, biases and experts. */
  void backward(MixtureViews gradients) {
    gradients.headBias().assign(biasGradient);
    toWeights.run();
    for (int horizon = 0; horizon < gradientBlocks.size(); horizon++) {
      INDArray block = gradientBlocks.get(horizon);
      INDArray gradient = gradients.heads().get(horizon);
      if (commonExpert) {
        gradient.assign(block);
      } else {
        block.muli(blockMask);
        block.sum(gradient, 1);
      }
    }
    toExperts.run();
  }
}
