package io.mild.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * How many of something, such as failures that were logged, came in the latest days that were
 * watched, at most fourteen.
 */
final class DailyCount {
  private static final int MOST_DAYS = 14;
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  /** Of each day, the present one at {@link #today}. */
  private final int[] counts = new int[MOST_DAYS];

  private long watchedMillis;

  /** Goes on watching, for less than a day. */
  void watch(long millis) {
    int before = today();
    watchedMillis += millis;
    if (today() != before) {
      counts[today()] = 0;
    }
  }

  /** One more came. */
  void add() {
    counts[today()]++;
  }

  /** One less, of the latest day that has one: it was none after all. */
  void takeBack() {
    for (int ago = 0; ago < MOST_DAYS; ago++) {
      int day = Math.floorMod(today() - ago, MOST_DAYS);
      if (counts[day] > 0) {
        counts[day]--;
        return;
      }
    }
  }

  long count() {
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  /** The days that these are of: whole ones and the present one so far. */
  double days() {
    long most = (MOST_DAYS - 1) * DAY_MILLIS + watchedMillis % DAY_MILLIS;
    return (double) Math.min(watchedMillis, most) / DAY_MILLIS;
  }

  private int today() {
    return (int) (watchedMillis / DAY_MILLIS % MOST_DAYS);
  }

  void clear() {
    Arrays.fill(counts, 0);
    watchedMillis = 0;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeLong(watchedMillis);
    for (int count : counts) {
      out.writeInt(count);
    }
  }

  void resume(DataInput in) throws IOException {
    watchedMillis = in.readLong();
    boolean negative = watchedMillis < 0;
    for (int day = 0; day < MOST_DAYS; day++) {
      counts[day] = in.readInt();
      negative |= counts[day] < 0;
    }
    if (negative) {
      throw new IOException(
          "counts and the time they were made in must be at least 0, but were %s in %d ms"
              .formatted(Arrays.toString(counts), watchedMillis));
    }
  }
}
