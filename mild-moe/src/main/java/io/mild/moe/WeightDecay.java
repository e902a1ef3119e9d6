package io.mild.moe;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/** AdamW's decay: each weight shrinks by a share of itself, biases stay. */
final class WeightDecay implements AutoCloseable {
  private final INDArray kept;
  private final MulOp shrink;

  /**
   * @param share of a weight that goes at each step
   * @param parameters the vector that it acts upon
   */
  WeightDecay(MixtureShape shape, double share, INDArray parameters) {
    boolean[] biases = shape.biases();
    double[] keep = new double[biases.length];
    for (int i = 0; i < keep.length; i++) {
      keep[i] = biases[i] ? 1 : 1 - share;
    }
    kept = Nd4j.createFromArray(keep).castTo(parameters.dataType()).reshape(parameters.shape());
    shrink = new MulOp(parameters, kept, parameters);
  }

  void step() {
    Nd4j.exec(shrink);
  }

  @Override
  public void close() {
    kept.close();
  }
}
