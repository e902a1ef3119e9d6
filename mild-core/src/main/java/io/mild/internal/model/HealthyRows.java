package io.mild.internal.model;

import io.mild.data.KpiHistory;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Healthy rows of the training, which explanations compare with: "higher than usual" means than in
 * these. A row is compared with those of its time of day on the same kind of day, a weekday or the
 * weekend, if there are enough of them.
 *
 * @param rows standardised features, {@code [rows][features]}; at least one
 * @param epochMillis when each was measured; empty if nobody knows, as in files of earlier versions
 */
public record HealthyRows(float[][] rows, long[] epochMillis) {
  /** Kept at most; of rows of many features fewer, some 4 MB in all. */
  public static final int MOST_ROWS = 1_200;

  private static final int MOST_VALUES = 1 << 20;

  /** Compared with at most. */
  public static final int MOST_COMPARED = 100;

  /** Fewer of a time of day say too little of what is usual. */
  public static final int FEWEST_COMPARED = 50;

  private static final Duration SAME_TIME = Duration.ofHours(2);
  private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

  /** Rows of times that nobody knows. */
  public static HealthyRows of(float[][] rows) {
    return new HealthyRows(rows, new long[0]);
  }

  /**
   * Chooses which of a history's rows are kept: all healthy ones are put in the order of kind of
   * day, time of day and date, and every n-th is taken. So all hours and seasons are there in their
   * shares.
   *
   * @param width features of a row
   * @param healthy which rows may be chosen, of the first {@code rows}
   * @param features standardised, of the rows that were chosen, {@code [chosen][features]}
   */
  public static HealthyRows choose(
      KpiHistory history,
      int width,
      ZoneOffset zone,
      int rows,
      IntPredicate healthy,
      Function<int[], float[][]> features) {
    int most = Math.max(MOST_COMPARED, Math.min(MOST_ROWS, MOST_VALUES / width));
    record Candidate(int row, boolean weekend, long secondOfDay) {}
    Candidate[] candidates =
        IntStream.range(0, rows)
            .filter(healthy)
            .mapToObj(
                row -> {
                  Instant time = history.time(row);
                  return new Candidate(row, isWeekend(time, zone), secondOfDay(time, zone));
                })
            .sorted(
                Comparator.comparing(Candidate::weekend)
                    .thenComparingLong(Candidate::secondOfDay)
                    .thenComparingInt(Candidate::row))
            .toArray(Candidate[]::new);
    int[] chosen =
        candidates.length == 0
            ? new int[] {0}
            : Arrays.stream(evenly(candidates.length, most)).map(i -> candidates[i].row).toArray();
    return new HealthyRows(
        features.apply(chosen), Arrays.stream(chosen).mapToLong(history::epochMillis).toArray());
  }

  /**
   * The rows to compare a row with: at most {@link #MOST_COMPARED} of those within two hours of its
   * time of day on the same kind of day; where there are not {@link #FEWEST_COMPARED}, of all.
   *
   * @param zone where days begin
   */
  public float[][] comparedWith(Instant time, ZoneOffset zone) {
    int[] near =
        IntStream.range(0, epochMillis.length)
            .filter(row -> isNear(Instant.ofEpochMilli(epochMillis[row]), time, zone))
            .toArray();
    int[] from = near.length >= FEWEST_COMPARED ? near : IntStream.range(0, rows.length).toArray();
    return Arrays.stream(evenly(from.length, MOST_COMPARED))
        .mapToObj(i -> rows[from[i]])
        .toArray(float[][]::new);
  }

  /** At most so many of all, whatever the time. */
  public float[][] some(int most) {
    return Arrays.stream(evenly(rows.length, most)).mapToObj(i -> rows[i]).toArray(float[][]::new);
  }

  private static boolean isNear(Instant one, Instant other, ZoneOffset zone) {
    long apart = Math.abs(secondOfDay(one, zone) - secondOfDay(other, zone));
    return isWeekend(one, zone) == isWeekend(other, zone)
        && Math.min(apart, DAY_SECONDS - apart) <= SAME_TIME.toSeconds();
  }

  private static long secondOfDay(Instant time, ZoneOffset zone) {
    return Math.floorMod(time.getEpochSecond() + zone.getTotalSeconds(), DAY_SECONDS);
  }

  private static boolean isWeekend(Instant time, ZoneOffset zone) {
    DayOfWeek day = OffsetDateTime.ofInstant(time, zone).getDayOfWeek();
    return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
  }

  /** Of so many places at most so many, at even distances. */
  private static int[] evenly(int count, int most) {
    int size = Math.min(count, most);
    return IntStream.range(0, size).map(i -> (int) ((i + 0.5) * count / size)).toArray();
  }
}
