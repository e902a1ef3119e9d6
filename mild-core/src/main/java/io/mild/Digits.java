package io.mild;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers of KPIs as a person reads them, the same in every locale. */
final class Digits {
  private static final MathContext THREE = new MathContext(3);
  private static final double LARGEST_PLAIN = 1e9;
  private static final double SMALLEST_PLAIN = 1e-6;

  private Digits() {}

  /**
   * At most three significant digits, of numbers from 100 on all before the point: {@code 182},
   * {@code 95.1}, {@code 0.0123}, {@code 12346}.
   */
  static String three(double value) {
    double size = Math.abs(value);
    if (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN && size > 0) {
      return new BigDecimal(value).round(THREE).stripTrailingZeros().toString();
    }
    return size >= 100
        ? Long.toString(Math.round(value))
        : size == 0 ? "0" : new BigDecimal(value).round(THREE).stripTrailingZeros().toPlainString();
  }
}
