package io.mild.benchmarks.scaling.simulation;

import java.time.Duration;
import java.time.Instant;

/** The simulation's seconds in the terms of what decides. */
final class Seconds {
  private static final double MILLIS = 1000;

  private Seconds() {}

  static Instant instant(double seconds) {
    return Instant.EPOCH.plus(duration(seconds));
  }

  static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(MILLIS * seconds));
  }
}
