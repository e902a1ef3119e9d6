package io.mild.alerting.incident;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Planned work that comes again each week: {@code Tue 02:00 4h Europe/Berlin for api}.
 *
 * <p>It begins when the zone's clocks show the time, and lasts for its duration by any clock. Where
 * daylight saving leaves that time out, it begins by so much later as clocks are put forward; where
 * it comes twice, with the first.
 *
 * @param days on which it begins, at least one
 * @param start when, by the zone's clocks
 * @param duration whole seconds, above 0, at most a week
 * @param zone whose clocks
 * @param intents that are worked at; empty for all
 */
public record MaintenanceWindow(
    Set<DayOfWeek> days, LocalTime start, Duration duration, ZoneId zone, List<String> intents) {
  private static final String EXAMPLE = "Tue 02:00 4h Europe/Berlin for api";
  private static final Duration WEEK = Duration.ofDays(7);

  /**
   * A window.
   *
   * @throws IllegalArgumentException if there is no day, or the duration is not above 0, above a
   *     week or not of whole seconds
   */
  public MaintenanceWindow {
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a window must have a day at least, but has none");
    }
    if (RuleText.requireWritable(duration, "a window's duration").isZero()
        || duration.compareTo(WEEK) > 0) {
      throw new IllegalArgumentException(
          "a window must be above 0 and at most a week long, but was " + duration);
    }
    days = Set.copyOf(days);
    intents = List.copyOf(intents);
  }

  /**
   * Reads a window: days ({@code Tue}, {@code Mon,Wed}, {@code Mon-Fri} or {@code daily}), a time,
   * a duration ({@code 4h}, {@code 1h30m}), a zone, and, unless it is of all intents, {@code for}
   * with their names. Names of other characters than letters, digits and {@code _./:+-} are in
   * double quotes.
   *
   * @throws IllegalArgumentException if it is none; the message says what was expected where
   */
  public static MaintenanceWindow parse(String text) {
    return parse(new RuleText(text, EXAMPLE));
  }

  static MaintenanceWindow parse(RuleText text) {
    Set<DayOfWeek> days = days(text);
    LocalTime start = start(text);
    Duration duration = text.duration("a duration such as 4h or 1h30m");
    ZoneId zone = zone(text);
    List<String> intents = text.takes("for") ? text.names("the name of an intent") : List.of();
    text.requireEnd();
    return new MaintenanceWindow(days, start, duration, zone, intents);
  }

  private static Set<DayOfWeek> days(RuleText text) {
    if (text.takes("daily")) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String range : text.names("a day such as Tue, Mon-Fri or daily")) {
      String[] ends = range.split("-", 2);
      DayOfWeek last = day(text, ends[ends.length - 1]);
      for (DayOfWeek day = day(text, ends[0]); days.add(day) && day != last; ) {
        day = day.plus(1);
      }
      days.add(last);
    }
    return days;
  }

  private static DayOfWeek day(RuleText text, String name) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> name(day).equals(name))
        .findFirst()
        .orElseThrow(
            () -> text.expected("a day (Mon, Tue, Wed, Thu, Fri, Sat, Sun or daily)", name));
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
  }

  private static LocalTime start(RuleText text) {
    String word = text.next("a time such as 02:00");
    try {
      return LocalTime.parse(word);
    } catch (DateTimeParseException e) {
      throw text.expected("a time such as 02:00", word);
    }
  }

  private static ZoneId zone(RuleText text) {
    String word = text.next("a time zone such as Europe/Berlin");
    try {
      return ZoneId.of(word);
    } catch (DateTimeException e) {
      throw text.expected("a time zone such as Europe/Berlin", word);
    }
  }

  /** Whether it is of an intent. */
  public boolean isOf(String intent) {
    return intents.isEmpty() || intents.contains(intent);
  }

  /** When the work ends that is going on at a time; empty if none is. */
  public Optional<Instant> end(Instant now) {
    return end(now, Duration.ZERO);
  }

  /**
   * When the latest work ends, or ended, that began at a time or before and is over for less than
   * an aftermath.
   */
  Optional<Instant> end(Instant now, Duration aftermath) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    // A day more, for days of fewer than 24 hours.
    long before = duration.plus(aftermath).toDays() + 2;
    return today
        .minusDays(before)
        .datesUntil(today.plusDays(1))
        .filter(date -> days.contains(date.getDayOfWeek()))
        .map(this::start)
        .filter(start -> !start.isAfter(now))
        .map(start -> start.plus(duration))
        .filter(end -> now.isBefore(end.plus(aftermath)))
        .reduce((earlier, later) -> later);
  }

  /** When the next work begins after a time. */
  public Instant next(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    return today
        .datesUntil(today.plusDays(WEEK.toDays() + 2))
        .filter(date -> days.contains(date.getDayOfWeek()))
        .map(this::start)
        .filter(start -> start.isAfter(now))
        .findFirst()
        .orElseThrow();
  }

  private Instant start(LocalDate date) {
    return date.atTime(start).atZone(zone).toInstant();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return "%s %s %s %s%s"
        .formatted(
            days.size() == DayOfWeek.values().length
                ? "daily"
                : days.stream()
                    .sorted()
                    .map(MaintenanceWindow::name)
                    .collect(Collectors.joining(",")),
            start,
            RuleText.text(duration),
            zone,
            intents.isEmpty() ? "" : " for " + RuleText.names(intents));
  }
}
