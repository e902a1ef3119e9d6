package io.mild.features;

import java.time.ZoneOffset;

/**
 * Day, weekend and time of day of an instant, at a fixed offset from UTC: plain arithmetic, for any
 * {@code long}. There is no daylight saving time at a fixed offset.
 */
final class CivilTime {
  private static final long DAY_MILLIS = 86_400_000;
  private static final double RADIANS_PER_MILLI = 2 * Math.PI / DAY_MILLIS;

  /** Day 0, the first of January 1970, was a Thursday: the fourth day after Monday's midnight. */
  private static final int DAYS_FROM_MONDAY_TO_DAY_0 = 3;

  private static final int SATURDAY = 5;

  private final long offsetMillis;

  CivilTime(ZoneOffset zone) {
    this.offsetMillis = zone.getTotalSeconds() * 1000L;
  }

  /** Days since the first of January 1970. */
  long day(long epochMillis) {
    // Day first: with the offset added to it, a time could overflow.
    return Math.floorDiv(epochMillis, DAY_MILLIS)
        + Math.floorDiv(Math.floorMod(epochMillis, DAY_MILLIS) + offsetMillis, DAY_MILLIS);
  }

  /** Whether it is Saturday or Sunday. */
  boolean isWeekend(long epochMillis) {
    return Math.floorMod(day(epochMillis) + DAYS_FROM_MONDAY_TO_DAY_0, 7) >= SATURDAY;
  }

  /** The time since midnight as an angle, 0 to 2π. */
  double angle(long epochMillis) {
    long sinceMidnight =
        Math.floorMod(Math.floorMod(epochMillis, DAY_MILLIS) + offsetMillis, DAY_MILLIS);
    return sinceMidnight * RADIANS_PER_MILLI;
  }
}
