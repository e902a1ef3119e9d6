package io.mild.training.mixture;

import io.mild.training.backend.Arithmetic;

/** A ReLU layer's units and their gradient. */
final class Rectified<M> {
  final M units;
  final M gradient;

  /** units = max(units, 0). */
  final Runnable forward;

  /** gradient = gradient ∘ (units > 0). */
  final Runnable backward;

  Rectified(M units, M gradient, Arithmetic<M> arithmetic) {
    this.units = units;
    this.gradient = gradient;
    forward = arithmetic.rectify(units);
    backward = arithmetic.rectifyGradient(units, gradient);
  }
}
