package io.mild.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** How many failures were logged in the latest days that were watched, at most fourteen. */
final class FailureCount {
  private static final int MOST_DAYS = 14;
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  /** Of each day, the present one at {@link #today}. */
  private final int[] logged = new int[MOST_DAYS];

  private long watchedMillis;

  /** Goes on watching, for less than a day. */
  void watch(long millis) {
    int before = today();
    watchedMillis += millis;
    if (today() != before) {
      logged[today()] = 0;
    }
  }

  /** One more was logged. */
  void add() {
    logged[today()]++;
  }

  long failures() {
    long sum = 0;
    for (int failures : logged) {
      sum += failures;
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
    Arrays.fill(logged, 0);
    watchedMillis = 0;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeLong(watchedMillis);
    for (int failures : logged) {
      out.writeInt(failures);
    }
  }

  void resume(DataInput in) throws IOException {
    watchedMillis = in.readLong();
    boolean negative = watchedMillis < 0;
    for (int day = 0; day < MOST_DAYS; day++) {
      logged[day] = in.readInt();
      negative |= logged[day] < 0;
    }
    if (negative) {
      throw new IOException(
          "failures and the time they were counted in must be at least 0, but were %s in %d ms"
              .formatted(Arrays.toString(logged), watchedMillis));
    }
  }
}
