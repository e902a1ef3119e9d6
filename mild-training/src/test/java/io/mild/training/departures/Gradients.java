package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Central differences. */
final class Gradients {
  private static final double STEP = 1e-5;

  private Gradients() {}

  static void assertRight(PenalisedLoss loss, double... at) {
    double[] gradient = new double[at.length];
    double value = loss.g(at, gradient);
    assertThat(loss.f(at)).isEqualTo(value);
    for (int j = 0; j < at.length; j++) {
      double[] moved = at.clone();
      moved[j] += STEP;
      double above = loss.f(moved);
      moved[j] -= 2 * STEP;
      assertThat(gradient[j])
          .as("parameter %d", j)
          .isCloseTo((above - loss.f(moved)) / (2 * STEP), within(1e-7));
    }
  }
}
