package io.mild.training.mixture;

import io.mild.training.backend.Arithmetic;

/** A layer's units with a column of ones after them, and their gradient. */
final class Units<M> {
  final M withOnes;
  final M units;
  final M gradientWithOnes;
  final M gradient;
  final Rectified<M> rectified;

  Units(Arithmetic<M> arithmetic, int width) {
    this(arithmetic, arithmetic.withOnes(width), arithmetic.ofBatch(width + 1), 0, width);
  }

  /** Units within larger matrices, from a column on, and the ones after them. */
  Units(Arithmetic<M> arithmetic, M matrix, M gradientMatrix, int from, int width) {
    int ones = from + width;
    withOnes = arithmetic.columns(matrix, from, ones + 1);
    units = arithmetic.columns(matrix, from, ones);
    gradientWithOnes = arithmetic.columns(gradientMatrix, from, ones + 1);
    gradient = arithmetic.columns(gradientMatrix, from, ones);
    rectified = new Rectified<>(units, gradient, arithmetic);
  }
}
