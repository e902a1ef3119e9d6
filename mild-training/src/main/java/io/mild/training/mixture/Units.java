package io.mild.training.mixture;

import io.mild.training.backend.Buffers;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer's units with a column of ones after them, and their gradient. */
final class Units {
  final INDArray withOnes;
  final INDArray units;
  final INDArray gradientWithOnes;
  final INDArray gradient;
  final Rectified rectified;

  Units(Buffers buffers, int width) {
    this(buffers, buffers.withOnes(width), buffers.ofBatch(width + 1), 0);
  }

  /** Units within larger arrays, from a column on to the ones. */
  Units(Buffers buffers, INDArray array, INDArray gradientArray, int from) {
    int ones = array.columns() - 1;
    withOnes = Buffers.columns(array, from, ones + 1);
    units = Buffers.columns(array, from, ones);
    gradientWithOnes = Buffers.columns(gradientArray, from, ones + 1);
    gradient = Buffers.columns(gradientArray, from, ones);
    rectified = new Rectified(units, gradient, buffers);
  }
}
