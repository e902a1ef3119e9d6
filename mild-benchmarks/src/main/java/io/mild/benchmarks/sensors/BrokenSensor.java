package io.mild.benchmarks.sensors;

import java.util.Locale;

/** What a sensor reads that is broken in a way. */
public enum BrokenSensor {
  /** Nothing: what the others are held against. */
  MISSING,
  /** 0, as an exporter that lost its target. */
  ZERO,
  /** A thousandth, as after a change from milliseconds to seconds. */
  THOUSANDTH,
  /** A thousandfold. */
  THOUSANDFOLD,
  /** −1, as "unknown" of many exporters. */
  MINUS_ONE,
  /** 2⁶⁴ − 1, as an unsigned −1. */
  UNSIGNED_MINUS_ONE,
  /** What it read last. */
  STUCK;

  private static final double UNIT = 1000;
  private static final double TWO_TO_64 = 0x1p64;

  /**
   * What it reads.
   *
   * @param value what is true
   * @param last what it read before it broke
   */
  double reads(double value, double last) {
    return switch (this) {
      case MISSING -> Double.NaN;
      case ZERO -> 0;
      case THOUSANDTH -> value / UNIT;
      case THOUSANDFOLD -> value * UNIT;
      case MINUS_ONE -> -1;
      case UNSIGNED_MINUS_ONE -> TWO_TO_64;
      case STUCK -> last;
    };
  }

  /** Such as {@code minus one}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
