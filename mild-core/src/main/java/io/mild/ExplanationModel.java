package io.mild;

import java.util.List;

/**
 * What a model keeps to explain itself with.
 *
 * @param healthy what explanations compare with
 * @param past failures that it learned from, as it saw them when they came; the latest last
 */
record ExplanationModel(HealthyRows healthy, List<PastFailure> past) {
  ExplanationModel {
    past = List.copyOf(past);
  }

  /** Of rows whose times nobody knows, and no failure. */
  static ExplanationModel of(float[][] healthy) {
    return new ExplanationModel(HealthyRows.of(healthy), List.of());
  }
}
