package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CivilTimeTest {
  private static final int HOUR = 3600;

  @Property
  void agreesWithTheCalendarAtAnyOffset(
      @ForAll @LongRange(min = -100_000_000_000_000L, max = 100_000_000_000_000L) long epochMillis,
      @ForAll @IntRange(min = -18 * HOUR, max = 18 * HOUR) int offsetSeconds) {
    ZoneOffset zone = ZoneOffset.ofTotalSeconds(offsetSeconds);
    CivilTime time = new CivilTime(zone);
    OffsetDateTime calendar = Instant.ofEpochMilli(epochMillis).atOffset(zone);

    assertThat(time.day(epochMillis)).isEqualTo(calendar.toLocalDate().toEpochDay());
    assertThat(time.isWeekend(epochMillis))
        .isEqualTo(
            EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY).contains(calendar.getDayOfWeek()));
    assertThat(time.angle(epochMillis))
        .isCloseTo(calendar.toLocalTime().toNanoOfDay() / 86.4e12 * 2 * Math.PI, within(1e-12));
  }

  @Test
  void theEndsOfTimeAreTimes() {
    for (int hours : new int[] {-18, 0, 18}) {
      CivilTime time = new CivilTime(ZoneOffset.ofHours(hours));
      for (long end : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThat(time.angle(end)).isBetween(0.0, 2 * Math.PI);
        assertThat(time.day(end)).isCloseTo(Math.floorDiv(end, 86_400_000L), within(1L));
      }
    }
  }
}
