package io.mild.training.alerting;

import java.time.Duration;

/** What arguments of this package have in common. */
final class Checks {
  private Checks() {}

  static boolean isProbability(double value) {
    return value >= 0 && value <= 1;
  }

  static void requireMillisecond(Duration duration, String name) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(
          name + " must be at least a millisecond, but was " + duration);
    }
  }
}
