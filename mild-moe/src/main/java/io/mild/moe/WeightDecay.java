package io.mild.moe;

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
    boolean[] biases = shape.biases();
    double[] ofEach = new double[biases.length];
    for (int i = 0; i < ofEach.length; i++) {
      ofEach[i] = biases[i] ? 0 : share;
    }
    shares = Nd4j.createFromArray(ofEach).castTo(parameters.dataType()).reshape(parameters.shape());
    decay = shares.ulike();
    multiply = new MulOp(parameters, shares, decay);
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
