package io.mild.cli.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * A time as people type it and data files have it: ISO-8601 with an offset, seconds since 1970, or
 * a local time or day, which is a time only {@link CsvOptions#instant in a zone}.
 */
public final class TimeArgument {
  private static final int DATE = "2026-01-31".length();

  private final String text;
  private final @Nullable Instant instant;
  private final @Nullable LocalDateTime local;

  private TimeArgument(String text, @Nullable Instant instant, @Nullable LocalDateTime local) {
    this.text = text;
    this.instant = instant;
    this.local = local;
  }

  /**
   * A time.
   *
   * @throws TypeConversionException if it is none
   */
  public static TimeArgument of(String text) {
    try {
      if (text.indexOf('-') <= 0) {
        return new TimeArgument(text, Instant.ofEpochSecond(Long.parseLong(text)), null);
      }
      if (text.length() == DATE) {
        return new TimeArgument(text, null, LocalDate.parse(text).atStartOfDay());
      }
      TemporalAccessor time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
      return time instanceof OffsetDateTime withOffset
          ? new TimeArgument(text, withOffset.toInstant(), null)
          : new TimeArgument(text, null, LocalDateTime.from(time));
    } catch (DateTimeException | NumberFormatException e) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is no time such as 2026-01-31T12:00:00Z, nor seconds since 1970, nor with --zone"
              + " a local one such as 2026-01-31 12:00");
    }
  }

  /**
   * The time; none if it is local and there is no zone. Of an hour that a zone passes over it is
   * the next, and of one that comes twice the first.
   */
  Optional<Instant> in(@Nullable ZoneId zone) {
    if (local == null) {
      return Optional.ofNullable(instant);
    }
    return Optional.ofNullable(zone).map(its -> local.atZone(its).toInstant());
  }

  /** As it was typed. */
  @Override
  public String toString() {
    return text;
  }
}
