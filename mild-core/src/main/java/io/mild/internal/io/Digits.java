package io.mild.internal.io;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a person reads them, the same in every locale. */
public final class Digits {
  private static final MathContext TWO = new MathContext(2);
  private static final MathContext THREE = new MathContext(3);
  private static final double LARGEST_PLAIN = 1e9;
  private static final double SMALLEST_PLAIN = 1e-6;
  private static final double FEWEST_OF_DECIMALS = 0.1;

  private Digits() {}

  /**
   * A probability, or a rate a day: with two decimals, such as {@code 1.25}, and below a tenth with
   * the first two digits that count, such as {@code 0.0083}. Horizons of days have budgets of a few
   * false alerts a year, and rare failures have thresholds as small: neither reads as nothing.
   *
   * @param value NaN if there is none, which reads {@code NaN}
   */
  public static String two(double value) {
    double size = Math.abs(value);
    BigDecimal rounded =
        size > 0 && size < FEWEST_OF_DECIMALS
            ? new BigDecimal(value).round(TWO).stripTrailingZeros()
            : BigDecimal.ZERO;
    return rounded.scale() > TWO.getPrecision()
        ? rounded.toPlainString()
        : String.format(Locale.ROOT, "%.2f", value);
  }

  /**
   * Of a KPI, as many decimals as tell apart what lies in a range: two digits of its width, such as
   * {@code 182} in 95 to 110, and {@code 98.12} in 99.51 to 99.63. Where the range has no width,
   * three significant digits.
   *
   * @param width of the range, at least 0
   */
  public static String of(double value, double width) {
    double size = Math.max(Math.abs(value), width);
    if (size >= LARGEST_PLAIN || width < SMALLEST_PLAIN) {
      return size < LARGEST_PLAIN && size >= SMALLEST_PLAIN
          ? new BigDecimal(value).round(THREE).stripTrailingZeros().toPlainString()
          : size == 0 ? "0" : new BigDecimal(value).round(THREE).stripTrailingZeros().toString();
    }
    int decimals = Math.max(0, 1 - (int) Math.floor(Math.log10(width)));
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }
}
