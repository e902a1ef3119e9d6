package io.mild.cli.console;

import io.mild.internal.io.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.TypeConversionException;

/** Durations and instants as people type them. */
final class TimeArguments {
  private TimeArguments() {}

  /** Such as {@code 120m}, {@code 2h}, {@code 1h30m} or {@code 90s}. */
  static Duration duration(String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
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
