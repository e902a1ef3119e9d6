package io.mild.cli.evaluation;

import java.util.Locale;

/**
 * How figures are written: the same in every locale, and {@code -} for one that there is none of.
 */
public final class FigureText {
  /** What stands for a figure that there is none of. */
  public static final String NONE = "-";

  private FigureText() {}

  /**
   * A figure with so many decimals.
   *
   * @param value NaN or infinite if there is none
   */
  public static String number(double value, int decimals) {
    return number("%." + decimals + "f", value);
  }

  /**
   * A figure in a format of {@link String#format} such as {@code %+.2f min}.
   *
   * @param value NaN or infinite if there is none
   */
  public static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : NONE;
  }
}
