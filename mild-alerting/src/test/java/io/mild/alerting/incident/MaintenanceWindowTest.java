package io.mild.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.alerting.incident.MaintenanceWindow.Weekly;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceWindowTest {
  private static final MaintenanceWindow TUESDAYS =
      MaintenanceWindow.parse("Tue 02:00 4h Europe/Berlin for api");

  /** Of a Tuesday in winter, when Berlin is an hour ahead of UTC. */
  @Test
  void itIsFromItsStartToBeforeItsEnd() {
    Instant end = Instant.parse("2026-03-03T05:00:00Z");

    assertThat(TUESDAYS.end(Instant.parse("2026-03-03T00:59:59.999Z"))).isEmpty();
    assertThat(TUESDAYS.end(Instant.parse("2026-03-03T01:00:00Z"))).contains(end);
    assertThat(TUESDAYS.end(Instant.parse("2026-03-03T04:59:59.999Z"))).contains(end);
    assertThat(TUESDAYS.end(end)).isEmpty();
    assertThat(TUESDAYS.next(end)).isEqualTo("2026-03-10T01:00:00Z");
  }

  /** The zone's own rules, as java.time has them: 02:00 is 01:00 UTC in winter, 00:00 in summer. */
  @Test
  void itIsAtTheSameTimeByTheClocksInWinterAndSummer() {
    assertThat(TUESDAYS.next(Instant.parse("2026-03-23T12:00:00Z")))
        .isEqualTo("2026-03-24T01:00:00Z");
    assertThat(TUESDAYS.next(Instant.parse("2026-03-30T12:00:00Z")))
        .isEqualTo("2026-03-31T00:00:00Z");
  }

  /** On 29 March 2026 clocks in Berlin go from 02:00 to 03:00, which is 01:00 UTC. */
  @Test
  void aTimeThatDoesNotComeIsSoMuchLaterAsClocksArePutForward() {
    MaintenanceWindow sundays = MaintenanceWindow.parse("Sun 02:30 1h Europe/Berlin");
    ZonedDateTime shifted = ZonedDateTime.parse("2026-03-29T03:30:00+02:00[Europe/Berlin]");

    Instant start = sundays.next(Instant.parse("2026-03-28T12:00:00Z"));
    assertThat(start).isEqualTo(shifted.toInstant()).isEqualTo("2026-03-29T01:30:00Z");
    assertThat(sundays.end(start)).contains(Instant.parse("2026-03-29T02:30:00Z"));
  }

  /** On 25 October 2026 clocks in Berlin go from 03:00, which is 01:00 UTC, back to 02:00. */
  @Test
  void aTimeThatComesTwiceIsTheFirstAndTheWorkLastsAsLongAsEver() {
    MaintenanceWindow sundays = MaintenanceWindow.parse("Sun 02:30 1h Europe/Berlin");

    Instant start = sundays.next(Instant.parse("2026-10-24T12:00:00Z"));
    assertThat(start).isEqualTo("2026-10-25T00:30:00Z");
    assertThat(sundays.end(start)).contains(Instant.parse("2026-10-25T01:30:00Z"));
    assertThat(sundays.end(Instant.parse("2026-10-25T01:45:00Z"))).isEmpty(); // 02:45 again
  }

  /** Sunday 22:00 to Tuesday 04:00 by UTC. */
  @Test
  void itMayLastOverDays() {
    MaintenanceWindow weekend = MaintenanceWindow.parse("Sun 22:00 1d6h UTC");

    assertThat(weekend.end(Instant.parse("2026-03-03T03:59:00Z")))
        .contains(Instant.parse("2026-03-03T04:00:00Z"));
    assertThat(weekend.end(Instant.parse("2026-03-03T04:00:00Z"))).isEmpty();
  }

  @Test
  void ofWindowsOnFollowingDaysThatOverlapTheLastEndCounts() {
    MaintenanceWindow daily = MaintenanceWindow.parse("daily 00:00 25h UTC");

    assertThat(daily.end(Instant.parse("2026-03-03T00:30:00Z")))
        .contains(Instant.parse("2026-03-04T01:00:00Z"));
  }

  /** From java.time's own local times, looked at each half an hour before. */
  @Property(tries = 20)
  void itIsWhereTheClocksOfTheZoneSaySo(
      @ForAll @LongRange(min = 0, max = 8_760) long hour,
      @ForAll @Size(min = 1, max = 7) Set<DayOfWeek> days,
      @ForAll @IntRange(max = 23) int startHour,
      @ForAll @IntRange(min = 1, max = 23) int hours) {
    ZoneId zone = ZoneId.of("America/New_York");
    MaintenanceWindow window =
        new MaintenanceWindow(
            new Weekly(days, LocalTime.of(startHour, 0), zone), Duration.ofHours(hours), List.of());
    Instant time = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofHours(hour));
    boolean expected = false;
    for (Instant start = time;
        start.isAfter(time.minus(Duration.ofHours(hours)));
        start = start.minus(Duration.ofMinutes(30))) {
      ZonedDateTime local = start.atZone(zone);
      boolean begins =
          ZonedDateTime.of(local.toLocalDate(), LocalTime.of(startHour, 0), zone)
              .toInstant()
              .equals(start);
      expected |= begins && days.contains(local.getDayOfWeek());
    }

    assertThat(window.end(time).isPresent()).isEqualTo(expected);
    Instant next = window.next(time);
    assertThat(next).isAfter(time);
    assertThat(window.end(next)).isPresent();
    assertThat(days).contains(next.atZone(zone).getDayOfWeek());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Tue 02:00 4h Europe/Berlin for api|",
        "daily 23:30 1h30m UTC|",
        "Mon,Wed 00:00 1d Z for \"disk io\", api|",
        "Mon-Fri 08:00:30 45s +02:00|Mon,Tue,Wed,Thu,Fri 08:00:30 45s +02:00",
        "Sat-Mon 08:00 60m GMT|Mon,Sat,Sun 08:00 1h GMT",
        "Mon-Sun 08:00 24h GMT|daily 08:00 1d GMT",
        "2026-03-03T02:00:00Z 4h|",
        "2026-03-03T02:00:00Z 90m for api|2026-03-03T02:00:00Z 1h30m for api",
        "  Tue   02:00 4h UTC for api ,orders|Tue 02:00 4h UTC for api, orders",
      })
  void itIsReadAsItIsWritten(String text, String written) {
    MaintenanceWindow window = MaintenanceWindow.parse(text);

    assertThat(window).hasToString(written == null ? text : written);
    assertThat(MaintenanceWindow.parse(window.toString())).isEqualTo(window);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Tues 02:00 4h UTC|has 'Tues' where a day (Mon, Tue, Wed, Thu, Fri, Sat, Sun or daily)",
        "Tue 2am 4h UTC|has '2am' where a time such as 02:00 was expected",
        "Tue 02:00 four UTC|has 'four' where a duration such as 4h or 1h30m was expected",
        "Tue 02:00 4h Berlin|has 'Berlin' where a time zone such as Europe/Berlin was expected",
        "Tue 02:00 4h|ends where a time zone such as Europe/Berlin was expected, as in 'Tue 02:00",
        "Tue 02:00 4h UTC for|ends where the name of an intent was expected",
        "Tue 02:00 4h UTC api|has 'api' where nothing more was expected",
        "Tue, 02:00 4h UTC|has '02:00' where a day",
        "Tue 02:00 8d UTC|at most a week long, but was PT192H",
        "2026-03-03T02:00:00Z|ends where a duration such as 4h or 1h30m was expected",
        "2026-03-03T02:00:00Z 4h UTC|has 'UTC' where nothing more was expected",
        "2026-03-03T02:00 4h|has '03-03T02:00' where a day (Mon, Tue, Wed, Thu, Fri, Sat, Sun or"
            + " daily) or a time such as 2026-03-03T02:00:00Z was expected",
        "Tue 02:00 0h UTC|above 0 and at most a week long, but was PT0S",
      })
  void whatIsNoWindowIsRefusedWithWhatWasExpected(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaintenanceWindow.parse(text))
        .withMessageContaining(message);
  }

  @Test
  void workThatComesOnceIsOverThen() {
    MaintenanceWindow once = MaintenanceWindow.parse("2026-03-03T02:00:00Z 4h");
    Instant start = Instant.parse("2026-03-03T02:00:00Z");
    Instant end = Instant.parse("2026-03-03T06:00:00Z");

    assertThat(once.end(start.minusMillis(1))).isEmpty();
    assertThat(once.end(start)).contains(end);
    assertThat(once.end(end.minusMillis(1))).contains(end);
    assertThat(once.end(end)).isEmpty();
    assertThat(once.end(end, Duration.ofHours(1))).contains(end);
    assertThat(once.next(start.minusMillis(1))).isEqualTo(start);
    assertThat(once.next(start)).isEqualTo(Instant.MAX);
  }

  @Test
  void aWindowWithoutADayIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Weekly(EnumSet.noneOf(DayOfWeek.class), LocalTime.NOON, ZoneId.of("UTC")))
        .withMessageContaining("a day");
  }
}
