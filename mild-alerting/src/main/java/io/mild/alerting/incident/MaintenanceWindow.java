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
import java.util.stream.Stream;

/**
 * Planned work: each week, {@code Tue 02:00 4h Europe/Berlin for api}, or once, {@code
 * 2026-03-03T02:00:00Z 4h for api}.
 *
 * @param begin when it begins
 * @param duration whole seconds, above 0, at most a week
 * @param intents that are worked at; empty for all
 */
public record MaintenanceWindow(Begin begin, Duration duration, List<String> intents) {
  private static final String EXAMPLE = "Tue 02:00 4h Europe/Berlin for api";
  private static final String A_DAY =
      "a day (Mon, Tue, Wed, Thu, Fri, Sat, Sun or daily) or a time such as 2026-03-03T02:00:00Z";
  private static final String A_DURATION = "a duration such as 4h or 1h30m";
  private static final Duration WEEK = Duration.ofDays(7);

  /** When work begins. */
  public sealed interface Begin {
    /** The beginnings from a time to another, both of them included, in order. */
    Stream<Instant> between(Instant from, Instant until);

    /** The first beginning after a time; {@link Instant#MAX} if there is none. */
    Instant after(Instant time);
  }

  /**
   * Each week when the zone's clocks show a time. Where daylight saving leaves that time out, so
   * much later as clocks are put forward; where it comes twice, the first.
   *
   * @param days at least one
   * @param start by the zone's clocks
   * @param zone whose clocks
   */
  public record Weekly(Set<DayOfWeek> days, LocalTime start, ZoneId zone) implements Begin {
    /**
     * Days of the week.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Weekly {
      if (days.isEmpty()) {
        throw new IllegalArgumentException("a window must have a day at least, but has none");
      }
      days = Set.copyOf(days);
    }

    @Override
    public Stream<Instant> between(Instant from, Instant until) {
      // A day more at each end, for days of fewer than 24 hours.
      return onDays(LocalDate.ofInstant(from, zone).minusDays(1), LocalDate.ofInstant(until, zone))
          .filter(start -> !start.isBefore(from) && !start.isAfter(until));
    }

    @Override
    public Instant after(Instant time) {
      LocalDate today = LocalDate.ofInstant(time, zone);
      return onDays(today, today.plusDays(WEEK.toDays() + 1))
          .filter(start -> start.isAfter(time))
          .findFirst()
          .orElseThrow();
    }

    private Stream<Instant> onDays(LocalDate first, LocalDate last) {
      return first
          .datesUntil(last.plusDays(1))
          .filter(date -> days.contains(date.getDayOfWeek()))
          .map(date -> date.atTime(start).atZone(zone).toInstant());
    }
  }

  /**
   * Once.
   *
   * @param start when
   */
  public record Once(Instant start) implements Begin {
    @Override
    public Stream<Instant> between(Instant from, Instant until) {
      return Stream.of(start).filter(time -> !time.isBefore(from) && !time.isAfter(until));
    }

    @Override
    public Instant after(Instant time) {
      return start.isAfter(time) ? start : Instant.MAX;
    }
  }

  /**
   * A window.
   *
   * @throws IllegalArgumentException if the duration is not above 0, above a week or not of whole
   *     seconds
   */
  public MaintenanceWindow {
    if (RuleText.requireWritable(duration, "a window's duration").isZero()
        || duration.compareTo(WEEK) > 0) {
      throw new IllegalArgumentException(
          "a window must be above 0 and at most a week long, but was " + duration);
    }
    intents = List.copyOf(intents);
  }

  /**
   * Reads a window. One of each week: days ({@code Tue}, {@code Mon,Wed}, {@code Mon-Fri} or {@code
   * daily}), a time, a duration ({@code 4h}, {@code 1h30m}) and a zone. One that comes once: a time
   * as {@link Instant#parse} takes it, and a duration. Then, unless it is of all intents, {@code
   * for} with their names. Names of other characters than letters, digits and {@code _./:+-} are in
   * double quotes.
   *
   * @throws IllegalArgumentException if it is none; the message says what was expected where
   */
  public static MaintenanceWindow parse(String text) {
    return parse(new RuleText(text, EXAMPLE));
  }

  static MaintenanceWindow parse(RuleText text) {
    Begin begin;
    Duration duration;
    Optional<Instant> once = text.takesTime();
    if (once.isPresent()) {
      begin = new Once(once.get());
      duration = text.duration(A_DURATION);
    } else {
      Set<DayOfWeek> days = days(text);
      LocalTime start = start(text);
      duration = text.duration(A_DURATION);
      begin = new Weekly(days, start, zone(text));
    }
    List<String> intents = text.takes("for") ? text.names("the name of an intent") : List.of();
    text.requireEnd();
    return new MaintenanceWindow(begin, duration, intents);
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
        .orElseThrow(() -> text.expected(A_DAY, name));
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
    return begin
        .between(now.minus(duration).minus(aftermath), now)
        .map(start -> start.plus(duration))
        .filter(end -> now.isBefore(end.plus(aftermath)))
        .reduce((earlier, later) -> later);
  }

  /** When the next work begins after a time; {@link Instant#MAX} if none does. */
  public Instant next(Instant now) {
    return begin.after(now);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    String length = RuleText.text(duration);
    String when =
        begin instanceof Weekly weekly
            ? "%s %s %s %s".formatted(text(weekly.days()), weekly.start(), length, weekly.zone())
            : "%s %s".formatted(((Once) begin).start(), length);
    return intents.isEmpty() ? when : when + " for " + RuleText.names(intents);
  }

  private static String text(Set<DayOfWeek> days) {
    return days.size() == DayOfWeek.values().length
        ? "daily"
        : days.stream().sorted().map(MaintenanceWindow::name).collect(Collectors.joining(","));
  }
}
