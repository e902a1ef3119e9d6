package io.mild.training.mixture;

import io.mild.training.backend.Buffers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/** A ReLU layer's units and their gradient. */
final class Rectified {
  final INDArray units;
  final INDArray gradient;
  private final RectifiedLinear rectify;
  private final Step step;
  private final MulOp multiply;

  Rectified(INDArray units, INDArray gradient, Buffers buffers) {
    this.units = units;
    this.gradient = gradient;
    INDArray active = buffers.ofBatch(units.columns());
    rectify = new RectifiedLinear(units, units, 0);
    step = new Step(units, active, 0);
    multiply = new MulOp(gradient, active, gradient);
  }

  /** units = max(units, 0). */
  void forward() {
    Nd4j.exec(rectify);
  }

  /** gradient = gradient ∘ (units > 0). */
  void backward() {
    Nd4j.exec(step);
    Nd4j.exec(multiply);
  }
}
