package io.mild.training.screening;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Times that are those of a clock on a wall: of the night on which it is put forward (the second or
 * last Sunday of March) one whole hour, from 1, 2 or 3 o'clock, has no rows and none of the week
 * around it lacks as much; or of the night on which it is put back (the last Sunday of October, the
 * first of November) an hour has twice as many rows.
 */
final class LocalTimes {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final double MORE = 1.5;

  private LocalTimes() {}

  static Optional<String> told(KpiColumns columns) {
    if (columns.period().compareTo(HOUR) > 0) {
      return Optional.empty();
    }
    for (int row = 1; row < columns.rows(); row++) {
      if (lacksOneHour(columns, row) && isForward(columns, row)) {
        return told("no row of an hour", hourAfter(columns, row - 1), "forward");
      }
      if (!sameHour(columns, row) && isBack(columns, row)) {
        return told("twice as many rows as there should be in the hour", columns.time(row), "back");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> told(String what, Instant from, String way) {
    return Optional.of(
        "there %s %s from %s on, in the night on which clocks are put %s: are the times local? give UTC"
            .formatted(what.startsWith("no") ? "is" : "are", what, from, way));
  }

  private static boolean isForward(KpiColumns columns, int row) {
    Instant from = hourAfter(columns, row - 1);
    LocalDateTime time = LocalDateTime.ofInstant(from, ZoneOffset.UTC);
    if (time.getMonth() != Month.MARCH
        || time.getDayOfWeek() != DayOfWeek.SUNDAY
        || !(time.getDayOfMonth() > 7 && time.getDayOfMonth() <= 14 || time.getDayOfMonth() > 24)
        || time.getHour() < 1
        || time.getHour() > 3
        || columns.time(row).isBefore(from.plus(HOUR))
        || !columns.time(row).isBefore(from.plus(HOUR).plus(columns.period()))) {
      return false;
    }
    int first = columns.firstRow(from.minus(WEEK).toEpochMilli());
    int end = columns.firstRow(from.plus(WEEK).toEpochMilli());
    for (int other = Math.max(1, first + 1); other < end; other++) {
      if (other != row && !step(columns, other).minus(columns.period()).minus(HOUR).isNegative()) {
        return false;
      }
    }
    return true;
  }

  private static boolean lacksOneHour(KpiColumns columns, int row) {
    long period = columns.period().toMillis();
    long step = columns.epochMillis()[row] - columns.epochMillis()[row - 1];
    return Math.abs(step - period - HOUR.toMillis()) <= period / 2;
  }

  private static boolean isBack(KpiColumns columns, int row) {
    Instant from = columns.time(row);
    LocalDateTime time = LocalDateTime.ofInstant(from, ZoneOffset.UTC);
    boolean october = time.getMonth() == Month.OCTOBER && time.getDayOfMonth() > 24;
    boolean november = time.getMonth() == Month.NOVEMBER && time.getDayOfMonth() <= 7;
    if (!(october || november) || time.getDayOfWeek() != DayOfWeek.SUNDAY || time.getHour() > 3) {
      return false;
    }
    int rows = columns.firstRow(from.plus(HOUR).toEpochMilli()) - row;
    return rows >= MORE * HOUR.toMillis() / columns.period().toMillis();
  }

  /** Of a row and the one before. */
  private static boolean sameHour(KpiColumns columns, int row) {
    long[] times = columns.epochMillis();
    return Math.floorDiv(times[row], HOUR.toMillis())
        == Math.floorDiv(times[row - 1], HOUR.toMillis());
  }

  private static Duration step(KpiColumns columns, int row) {
    return Duration.between(columns.time(row - 1), columns.time(row));
  }

  /** The first whole hour after a row. */
  private static Instant hourAfter(KpiColumns columns, int row) {
    long hour = HOUR.toMillis();
    return Instant.ofEpochMilli((Math.floorDiv(columns.epochMillis()[row], hour) + 1) * hour);
  }
}
