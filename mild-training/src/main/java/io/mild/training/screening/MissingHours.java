package io.mild.training.screening;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Hours of the day that are missing again and again: of rows that are half an hour or less apart,
 * there is none in that hour on {@value #FEWEST_DAYS} days or more and on more than half of the
 * days that have rows both before and after it, no more than {@value #LONGEST_GAP} hours apart.
 * Where that is true of more than {@value #MOST_HOURS} hours of the day, or half of what is missing
 * is in others, nothing recurs: they are recordings apart.
 */
final class MissingHours {
  static final int FEWEST_DAYS = 3;
  static final int LONGEST_GAP = 12;
  private static final int MOST_HOURS = 11; // of the day

  private static final int HOURS = 24;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final Duration LONGEST_PERIOD = Duration.ofMinutes(30);

  private MissingHours() {}

  static Optional<String> told(KpiColumns columns) {
    if (columns.period().compareTo(LONGEST_PERIOD) > 0) {
      return Optional.empty();
    }
    int[] present = new int[HOURS];
    int[] missing = new int[HOURS];
    long last = Math.floorDiv(columns.epochMillis()[0], HOUR);
    present[Math.floorMod(last, HOURS)]++;
    for (long time : columns.epochMillis()) {
      long hour = Math.floorDiv(time, HOUR);
      if (hour > last) {
        for (long gap = last + 1; gap < hour && hour - last <= LONGEST_GAP; gap++) {
          missing[Math.floorMod(gap, HOURS)]++;
        }
        present[Math.floorMod(hour, HOURS)]++;
        last = hour;
      }
    }
    List<String> found = new ArrayList<>();
    int recurring = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      if (missing[hour] >= FEWEST_DAYS && missing[hour] > present[hour]) {
        recurring += missing[hour];
        found.add(
            String.format(
                Locale.ROOT,
                "%02d:00 to %02d:00 UTC on %d of %d days",
                hour,
                hour + 1,
                missing[hour],
                missing[hour] + present[hour]));
      }
    }
    if (found.size() > MOST_HOURS || 2 * recurring <= IntStream.of(missing).sum()) {
      return Optional.empty();
    }
    return Listing.told(
        "the same hours are missing again and again", found, "what happens in them is not learned");
  }
}
