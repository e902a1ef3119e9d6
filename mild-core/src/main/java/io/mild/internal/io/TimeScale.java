package io.mild.internal.io;

import java.time.Duration;
import java.util.Locale;

/**
 * Times as a person reads them: telemetry has a row a second or a row a day, and horizons of half a
 * minute or of a month. A scale is made for the longest of the times that stand together, as a
 * range's end or the horizon of leads, so that all of them have one unit.
 *
 * <p>The unit is milliseconds below a second, seconds below 3 minutes, minutes below 5 hours, hours
 * below 5 days, and then days. So the horizons of rows of a minute are told in minutes. Numbers are
 * whole where the longest is ten units or more, else they have a decimal, if it is not 0: two
 * digits that count. Texts are the same in every locale.
 */
public final class TimeScale {
  private static final Duration FIRST_MINUTES = Duration.ofMinutes(3);
  private static final Duration FIRST_HOURS = Duration.ofHours(5);
  private static final Duration FIRST_DAYS = Duration.ofDays(5);
  private static final int WHOLE_FROM = 10;
  private static final int TENTHS = 10;
  private static final double MILLIS_PER_MINUTE = Duration.ofMinutes(1).toMillis();

  private final Unit unit;
  private final boolean whole;

  private enum Unit {
    MILLISECONDS("ms", "millisecond", Duration.ofMillis(1)),
    SECONDS("s", "second", Duration.ofSeconds(1)),
    MINUTES("min", "minute", Duration.ofMinutes(1)),
    HOURS("h", "hour", Duration.ofHours(1)),
    DAYS("days", "day", Duration.ofDays(1));

    final String symbol;
    final String word;
    final long millis;

    Unit(String symbol, String word, Duration one) {
      this.symbol = symbol;
      this.word = word;
      this.millis = one.toMillis();
    }
  }

  private TimeScale(Unit unit, boolean whole) {
    this.unit = unit;
    this.whole = whole;
  }

  /**
   * The scale of times up to this.
   *
   * @param longest at least zero
   */
  public static TimeScale of(Duration longest) {
    Unit unit = unit(longest);
    return new TimeScale(unit, longest.toMillis() >= WHOLE_FROM * unit.millis);
  }

  private static Unit unit(Duration longest) {
    if (longest.compareTo(FIRST_DAYS) >= 0) {
      return Unit.DAYS;
    }
    if (longest.compareTo(FIRST_HOURS) >= 0) {
      return Unit.HOURS;
    }
    if (longest.compareTo(FIRST_MINUTES) >= 0) {
      return Unit.MINUTES;
    }
    long millis = longest.toMillis();
    return millis == 0 || millis >= Unit.SECONDS.millis ? Unit.SECONDS : Unit.MILLISECONDS;
  }

  /** A time by itself, such as {@code 45 s}, {@code 90 min}, {@code 30 h}, {@code 12 days}. */
  public static String text(Duration time) {
    return of(time).format(time);
  }

  /** The same in words, such as {@code 45 seconds}, {@code 90 minutes}, {@code 1 day}. */
  public static String words(Duration time) {
    TimeScale scale = of(time);
    String number = scale.number(time);
    return number + " " + scale.unit.word + (number.equals("1") ? "" : "s");
  }

  /**
   * From one time to a later one, such as {@code 2 to 5 s}, {@code 30 to 60 min}, {@code 30 to 48
   * h}. Of both it tells what has passed: nothing is rounded up.
   */
  public static String range(Duration from, Duration to) {
    TimeScale scale = of(to);
    return scale.passed(from) + " to " + scale.passed(to) + " " + scale.unit.symbol;
  }

  /** A time, rounded, with its unit, such as {@code 90 min}. */
  public String format(Duration time) {
    return format(time.toMillis() / MILLIS_PER_MINUTE);
  }

  /**
   * A time, rounded, with its unit, such as {@code 90 min}.
   *
   * @param minutes or parts of one; NaN if there is none, which reads {@code NaN min}
   */
  public String format(double minutes) {
    String number = number(minutes);
    return number + " " + (unit == Unit.DAYS && number.equals("1") ? unit.word : unit.symbol);
  }

  /** A time, rounded, without its unit, such as {@code 90}. */
  public String number(Duration time) {
    return number(time.toMillis() / MILLIS_PER_MINUTE);
  }

  /** A time, rounded, without its unit, such as {@code 90}. */
  public String number(double minutes) {
    double value = inUnits(minutes);
    String text = decimals(whole ? 0 : 1, value);
    return text.endsWith(".0") ? decimals(0, value) : text;
  }

  /** So many minutes in this unit, not rounded. */
  public double inUnits(double minutes) {
    return unit == Unit.MINUTES ? minutes : minutes * MILLIS_PER_MINUTE / unit.millis;
  }

  /** What stands behind a number: {@code s}, {@code min}, {@code h}, {@code days}. */
  public String symbol() {
    return unit.symbol;
  }

  /** The unit's name, of several: {@code seconds}, {@code minutes}, {@code hours}, {@code days}. */
  public String units() {
    return unit.word + "s";
  }

  private String passed(Duration time) {
    long tenths = time.toMillis() * TENTHS / unit.millis;
    return whole || tenths % TENTHS == 0
        ? Long.toString(tenths / TENTHS)
        : tenths / TENTHS + "." + tenths % TENTHS;
  }

  private static String decimals(int decimals, double value) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
