package io.mild.alerting;

import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * The exponentially weighted moving average {@code s = a·x + (1 − a)·s} with {@code a = 2 / (span +
 * 1)}, seeded with its first value.
 *
 * <p>It never leaves the range of its values, not even by rounding; so a constant stays that
 * constant to the last bit. A span of 1 does not smooth at all.
 *
 * <p>Not thread-safe: one average belongs to one thread at a time.
 */
public final class Ewma {
  private final double alpha;
  private double value;

  /**
   * An average that has seen nothing.
   *
   * @param span in rows, at least 1
   * @throws IllegalArgumentException if {@code span} is below 1
   */
  public Ewma(int span) {
    if (span < 1) {
      throw new IllegalArgumentException("span must be at least 1 row, but was " + span);
    }
    this.alpha = 2.0 / (span + 1.0);
    this.value = Double.NaN;
  }

  /**
   * Smooths a whole series, from a new average on.
   *
   * @param span in rows, at least 1
   * @param values in order of time, each finite
   * @return the average after each of the values
   * @throws IllegalArgumentException if {@code span} is below 1 or a value is not finite
   */
  public static double[] smooth(int span, double[] values) {
    Ewma ewma = new Ewma(span);
    double[] smoothed = new double[values.length];
    for (int row = 0; row < values.length; row++) {
      smoothed[row] = ewma.accept(values[row]);
    }
    return smoothed;
  }

  /**
   * Takes the next value in.
   *
   * @return the average, this value included
   * @throws IllegalArgumentException if {@code next} is not finite; the average is unchanged
   */
  public double accept(double next) {
    if (!Double.isFinite(next)) {
      throw new IllegalArgumentException("value must be finite, but was " + next);
    }
    value = Double.isNaN(value) ? next : between(value, next);
    return value;
  }

  /** The average of what was accepted; NaN before the first value. */
  public double value() {
    return value;
  }

  /** Goes on from a value, or is unseeded where that is NaN. */
  void resume(double value) {
    this.value = value;
  }

  /** Forgets everything: the next value seeds the average anew. */
  public void reset() {
    value = Double.NaN;
  }

  private double between(double last, double next) {
    double average = alpha * next + (1 - alpha) * last;
    return max(min(last, next), min(max(last, next), average));
  }
}
