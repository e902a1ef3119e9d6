package io.mild.data;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How times are written.
 *
 * @param zone of local times; null if all times have an offset
 * @param pattern of times that are not ISO-8601; null if all are
 * @param unit of numbers
 */
record CsvTimes(@Nullable ZoneId zone, @Nullable TimePattern pattern, EpochUnit unit) {
  static final CsvTimes DEFAULT = new CsvTimes(null, null, EpochUnit.SECONDS);

  private static final int DATE = "2026-01-31".length();
  private static final Pattern OFFSET = Pattern.compile(" ?([+-]\\d\\d):?(\\d\\d)?$");
  private static final int DIGITS_OF_A_DATE = 4;
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  CsvTimes withZone(ZoneId other) {
    return new CsvTimes(other, pattern, unit);
  }

  CsvTimes withPattern(TimePattern other) {
    return new CsvTimes(zone, other, unit);
  }

  CsvTimes withUnit(EpochUnit other) {
    return new CsvTimes(zone, pattern, other);
  }

  /**
   * Milliseconds since the epoch; what is smaller is cut off.
   *
   * @param clock tells the offset of local times
   * @throws DataFileException if the text is no time of the form, or a local time that is none or
   *     two
   */
  long epochMillis(Path file, long line, String column, String text, LocalClock clock)
      throws DataFileException {
    try {
      if (pattern == null && unit.counts(text)) {
        return unit.epochMillis(text);
      }
      Temporal time = parse(text);
      if (time instanceof LocalDateTime local) {
        return clock.epochMillis(line, local);
      }
      return OffsetDateTime.from(time).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new DataFileException(
          file,
          line,
          "%s is '%s', but %s expected%s"
              .formatted(column, CsvTable.shown(text), expected(), advice(text)));
    }
  }

  private Temporal parse(String text) {
    if (pattern != null) {
      try {
        return withZoneIfLocal(pattern.parse(text));
      } catch (DateTimeException notOfThePattern) {
        return OffsetDateTime.parse(text);
      }
    }
    return zone == null ? OffsetDateTime.parse(text) : iso(text);
  }

  private Temporal withZoneIfLocal(Temporal time) {
    if (zone == null && time instanceof LocalDateTime) {
      throw new DateTimeException("no zone");
    }
    return time;
  }

  /** As databases write it too: a blank for the T and before an offset, +01, +0100, UTC. */
  private static Temporal iso(String text) {
    String iso = text;
    if (text.length() == DATE) {
      iso = text + "T00:00";
    } else if (text.length() > DATE && text.charAt(DATE) == ' ') {
      iso = text.substring(0, DATE) + 'T' + text.substring(DATE + 1);
    }
    if (iso.endsWith(" UTC")) {
      iso = iso.substring(0, iso.length() - " UTC".length()) + 'Z';
    }
    Matcher offset = OFFSET.matcher(iso);
    if (offset.find()) {
      String minutes = offset.group(2) == null ? "00" : offset.group(2);
      iso = iso.substring(0, offset.start()) + offset.group(1) + ':' + minutes;
    }
    TemporalAccessor fields = ISO.parse(iso);
    return fields.isSupported(ChronoField.OFFSET_SECONDS)
        ? OffsetDateTime.from(fields)
        : LocalDateTime.from(fields);
  }

  private String expected() {
    if (pattern != null) {
      return "a time such as " + pattern + " was";
    }
    return (zone == null
            ? "an ISO-8601 instant such as 2026-01-31T12:00:00Z"
            : "an ISO-8601 time such as 2026-01-31T12:00:00 of " + zone)
        + " or "
        + unit
        + " since 1970 were";
  }

  /** What would read it. */
  private String advice(String text) {
    Optional<EpochUnit> counted = EpochUnit.ofNumber(text);
    if (counted.isPresent()) {
      return ReadWith.option(
          counted.get()
              + " since 1970 are read with --time-unit "
              + counted.get().symbol()
              + (pattern == null ? "" : " and without --time-format"),
          "withTimeUnit");
    }
    if (zone == null && (isIso(text) || isOfThePattern(text))) {
      return ReadWith.option(
          "times without T or offset are read with --zone, such as Europe/Berlin or UTC",
          "withZone");
    }
    return text.chars().filter(Character::isDigit).limit(DIGITS_OF_A_DATE).count()
            == DIGITS_OF_A_DATE
        ? ReadWith.option(
            "times of another form are read with --time-format, such as 'dd.MM.yyyy HH:mm'",
            "withTimeFormat")
        : "";
  }

  private static boolean isIso(String text) {
    try {
      iso(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private boolean isOfThePattern(String text) {
    try {
      return pattern != null && pattern.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
