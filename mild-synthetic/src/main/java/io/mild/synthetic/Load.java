package io.mild.synthetic;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The load that all KPIs share.
 *
 * <pre>
 * weekday · (0.5 + 0.34·sin(2π(day − 0.33)) + 0.12·sin(4π(day − 0.1))) + 0.07·AR(1), φ = 0.995
 * </pre>
 *
 * <p>{@code day} is the fraction of the UTC day that has passed; {@code weekday} is 0.75 on UTC
 * Saturdays and Sundays, else 1, and does not scale the noise. The AR(1) process is stationary and
 * of unit variance. Weekends are those of the calendar: the first minute falls on a Tuesday.
 */
final class Load {
  /** Midnight, so that minute 0 is at day fraction 0. */
  static final Instant START = Instant.parse("2023-11-14T00:00:00Z");

  static final int MINUTES_A_DAY = 1440;

  private static final double WEEKEND_FACTOR = 0.75;
  private static final double NOISE = 0.07;
  private static final double NOISE_PHI = 0.995;

  private Load() {}

  static double[] series(int minutes, RandomStream random) {
    double[] load = random.ar1(minutes, NOISE_PHI);
    for (int minute = 0; minute < minutes; minute++) {
      load[minute] = expected(minute) + NOISE * load[minute];
    }
    return load;
  }

  /** The load without its noise. */
  static double expected(int minute) {
    double day = (double) (minute % MINUTES_A_DAY) / MINUTES_A_DAY;
    double shape =
        0.5
            + 0.34 * StrictMath.sin(2 * Math.PI * (day - 0.33))
            + 0.12 * StrictMath.sin(4 * Math.PI * (day - 0.1));
    return isWeekend(minute) ? WEEKEND_FACTOR * shape : shape;
  }

  private static boolean isWeekend(int minute) {
    DayOfWeek day =
        LocalDate.ofInstant(START, ZoneOffset.UTC).plusDays(minute / MINUTES_A_DAY).getDayOfWeek();
    return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
  }
}
