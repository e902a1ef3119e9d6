package io.mild.features;

/**
 * Numbers that programs write for "none", "not known" or "too much": ±2<sup>31</sup>,
 * ±2<sup>32</sup>, ±2<sup>63</sup>, ±2<sup>64</sup>, the greatest float and double, and what lies
 * within 5e-6 of them (one less, or written with six digits).
 */
public final class Sentinels {
  /** So many times what is usual, and more, they are no measurement. */
  public static final int APART = 10;

  private static final double[] SENTINELS = {
    0x1p31, 0x1p32, 0x1p63, 0x1p64, Float.MAX_VALUE, Double.MAX_VALUE
  };

  private static final double SIX_DIGITS = 5e-6;

  private Sentinels() {}

  /** Whether a value is one. */
  public static boolean isSentinel(double value) {
    double size = Math.abs(value);
    if (size < SENTINELS[0] * (1 - SIX_DIGITS)) {
      return false;
    }
    for (double sentinel : SENTINELS) {
      if (Math.abs(size / sentinel - 1) <= SIX_DIGITS) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a value is one, and {@value #APART} times as large as what is usual and more. A queue
   * of 2 GiB may be full.
   *
   * @param usual the greatest absolute value that is, 0 or more
   */
  public static boolean isSentinel(double value, double usual) {
    return Math.abs(value) >= APART * usual && isSentinel(value);
  }
}
