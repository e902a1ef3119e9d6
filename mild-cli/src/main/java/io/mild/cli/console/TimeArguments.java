package io.mild.cli.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Durations and instants as people type them. */
final class TimeArguments {
  private static final Pattern DURATION = Pattern.compile("(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?");

  private TimeArguments() {}

  /** Such as {@code 120m}, {@code 2h}, {@code 1h30m} or {@code 90s}. */
  static Duration duration(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (text.isEmpty() || !DURATION.matcher(lower).matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no duration such as 120m, 2h, 1h30m or 90s");
    }
    String days = lower.substring(0, lower.indexOf('d') + 1);
    String time = lower.substring(days.length());
    try {
      return Duration.parse("P" + days + (time.isEmpty() ? "" : "T" + time));
    } catch (DateTimeException e) {
      throw new TypeConversionException("'" + text + "' is too long a duration");
    }
  }

  /** An ISO-8601 instant, or seconds since the epoch, as in the data files. */
  static Instant instant(String text) {
    try {
      return text.indexOf('-') > 0
          ? OffsetDateTime.parse(text).toInstant()
          : Instant.ofEpochSecond(Long.parseLong(text));
    } catch (DateTimeException | NumberFormatException e) {
      throw new TypeConversionException(
          "'" + text + "' is no instant such as 2026-01-31T12:00:00Z, nor seconds since 1970");
    }
  }
}
