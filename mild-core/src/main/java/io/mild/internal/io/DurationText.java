package io.mild.internal.io;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type them, such as {@code 120m}, {@code 2h}, {@code 1h30m}, {@code 90s}. */
public final class DurationText {
  private static final Pattern PATTERN =
      Pattern.compile("(\\d+d)?(\\d+h)?(\\d+m(?!s))?(\\d+s)?(?:(\\d+)ms)?");
  private static final int MILLIS = 5;

  private DurationText() {}

  /**
   * Reads days, hours, minutes, seconds and milliseconds, in this order, those of them that are
   * there.
   *
   * @throws IllegalArgumentException if it is none, or too long; the message says what was expected
   */
  public static Duration parse(String text) {
    Matcher parts = PATTERN.matcher(text.toLowerCase(Locale.ROOT));
    if (text.isEmpty() || !parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration such as 120m, 2h, 1h30m or 90s");
    }
    String days = part(parts, 1);
    String time = part(parts, 2) + part(parts, 3) + part(parts, 4);
    String millis = part(parts, MILLIS);
    try {
      Duration whole = Duration.parse("P" + days + "T" + (time.isEmpty() ? "0s" : time));
      return millis.isEmpty() ? whole : whole.plusMillis(Long.parseLong(millis));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is too long a duration", e);
    }
  }

  private static String part(Matcher parts, int group) {
    return parts.group(group) == null ? "" : parts.group(group);
  }

  /**
   * The shortest text that {@link #parse} reads as this, to the millisecond.
   *
   * @param duration not negative
   */
  public static String of(Duration duration) {
    String text =
        part(duration.toDaysPart(), "d")
            + part(duration.toHoursPart(), "h")
            + part(duration.toMinutesPart(), "m")
            + part(duration.toSecondsPart(), "s")
            + part(duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text;
  }

  private static String part(long number, String unit) {
    return number == 0 ? "" : number + unit;
  }
}
