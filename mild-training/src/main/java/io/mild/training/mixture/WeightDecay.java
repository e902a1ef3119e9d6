package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.moe.MixtureShape.Block;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/** AdamW's decay: each weight shrinks by a share of itself, biases stay. */
final class WeightDecay implements AutoCloseable {
  private final INDArray parameters;
  private final INDArray shares;
  private final INDArray decay;
  private final MulOp multiply;

  /**
   * @param share of a weight that goes at each step
   * @param parameters the vector that it acts upon
   */
  WeightDecay(MixtureShape shape, double share, INDArray parameters) {
    this.parameters = parameters;
    boolean[] biases = biases(shape);
    double[] ofEach = new double[biases.length];
    for (int i = 0; i < ofEach.length; i++) {
      ofEach[i] = biases[i] ? 0 : share;
    }
    shares = Nd4j.createFromArray(ofEach).castTo(parameters.dataType()).reshape(parameters.shape());
    decay = shares.ulike();
    multiply = new MulOp(parameters, shares, decay);
  }

  /** Where the vector holds a bias, be it a layer's last row or a head's own. */
  private static boolean[] biases(MixtureShape shape) {
    boolean[] biases = new boolean[shape.parameterCount()];
    for (Block block : shape.blocks()) {
      int weights =
          block.equals(shape.heads())
              ? block.rows()
              : block.equals(shape.headBias()) ? 0 : block.rows() - 1;
      for (int column = 0; column < block.columns(); column++) {
        int from = block.offset() + column * block.rows();
        Arrays.fill(biases, from + weights, from + block.rows(), true);
      }
    }
    return biases;
  }

  /**
   * One step.
   *
   * @param left how much of the share is left, 0 to 1
   */
  void step(double left) {
    Nd4j.exec(multiply);
    Nd4j.getBlasWrapper().level1().axpy(decay.length(), -left, decay, parameters);
  }

  @Override
  public void close() {
    shares.close();
    decay.close();
  }
}
