package io.mild.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/** Times of a form that somebody described, read strictly. */
final class TimePattern {
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");
  private static final Pattern TIME_OF_DAY = Pattern.compile("[HhKkmsSaBAnN]");
  private static final Pattern ZONE_NAME = Pattern.compile("[Vvz]");

  /** A year that was written with two digits, and read as one of the first century. */
  private static final int FIRST_YEAR = 1900;

  /** An evening late in a year, whose numbers are all different. */
  private static final LocalDateTime PROBE = LocalDateTime.of(2026, 11, 30, 22, 58, 57, 123456789);

  private final String pattern;
  private final DateTimeFormatter formatter;
  private final boolean hasTimeOfDay;

  private TimePattern(String pattern, DateTimeFormatter formatter, boolean hasTimeOfDay) {
    this.pattern = pattern;
    this.formatter = formatter;
    this.hasTimeOfDay = hasTimeOfDay;
  }

  /**
   * @throws IllegalArgumentException if it is no pattern, or one that can't tell a time
   */
  static TimePattern of(String pattern) {
    String letters = QUOTED.matcher(pattern).replaceAll("");
    if (ZONE_NAME.matcher(letters).find()) {
      throw new IllegalArgumentException(
          ("time format '%s' has a zone's name, which may mean several zones: put the name between"
                  + " quotes, such as 'UTC', and give the zone")
              .formatted(pattern));
    }
    try {
      TimePattern made =
          new TimePattern(
              pattern,
              new DateTimeFormatterBuilder()
                  .parseCaseInsensitive()
                  .appendPattern(pattern)
                  .parseDefaulting(ChronoField.ERA, 1) // or yyyy, strictly, would be of no era
                  .toFormatter(Locale.US)
                  .withResolverStyle(ResolverStyle.STRICT),
              TIME_OF_DAY.matcher(letters).find());
      made.requireThatItTells();
      return made;
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "time format '%s' can't be read: %s".formatted(pattern, e.getMessage()), e);
    }
  }

  private void requireThatItTells() {
    String text = formatter.format(PROBE.atOffset(ZoneOffset.UTC));
    LocalDateTime read = LocalDateTime.from(parse(text));
    boolean sameHour = !hasTimeOfDay || read.getHour() == PROBE.getHour();
    if (!read.toLocalDate().equals(PROBE.toLocalDate()) || !sameHour) {
      throw new DateTimeException(PROBE + " is written '" + text + "' and read " + read);
    }
  }

  /**
   * A local time, or one with an offset where the pattern has one.
   *
   * @throws DateTimeException if the text is of another form
   */
  Temporal parse(String text) {
    TemporalAccessor fields = formatter.parse(text);
    LocalDateTime local =
        LocalDate.from(fields).atTime(hasTimeOfDay ? LocalTime.from(fields) : LocalTime.MIDNIGHT);
    if (local.getYear() < FIRST_YEAR) {
      throw new DateTimeException("year " + local.getYear() + "; two digits of a year are yy");
    }
    return fields.isSupported(ChronoField.OFFSET_SECONDS)
        ? OffsetDateTime.of(local, ZoneOffset.from(fields))
        : local;
  }

  /** Such as {@code 31.01.2026 12:00 (dd.MM.yyyy HH:mm)}. */
  @Override
  public String toString() {
    OffsetDateTime noon = OffsetDateTime.of(2026, 1, 31, 12, 0, 0, 0, ZoneOffset.UTC);
    return formatter.format(noon) + " (" + pattern + ")";
  }
}
