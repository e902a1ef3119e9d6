package io.mild.connect.prometheus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A time in which an intent's alerts fired.
 *
 * @param intent that failed
 * @param beginMillis its first sample since the epoch, pending or firing
 * @param endMillis its last firing sample
 */
record AlertRun(String intent, long beginMillis, long endMillis) {
  /**
   * The runs of samples. One that was pending again soon after it fired goes on: Prometheus, once
   * restarted, lets an alert of less than ten minutes' {@code for} begin anew.
   *
   * @param firing times at which an alert of the intent fired
   * @param pending times at which one was pending
   * @param gap the longest within a run, to where it fired or was pending again
   * @param pendingGap the longest between samples at which it was pending, and the first firing one
   */
  static List<AlertRun> of(
      String intent,
      TreeSet<Long> firing,
      TreeSet<Long> pending,
      Duration gap,
      Duration pendingGap) {
    List<AlertRun> runs = new ArrayList<>();
    long begin = Long.MIN_VALUE;
    long end = Long.MIN_VALUE;
    for (long time : firing) {
      if (begin == Long.MIN_VALUE) {
        begin = pendingSince(time, end, pending, pendingGap);
      } else if (time - end > gap.toMillis()) {
        long since = pendingSince(time, end, pending, pendingGap);
        if (since - end > gap.toMillis()) {
          runs.add(new AlertRun(intent, begin, end));
          begin = since;
        }
      }
      end = time;
    }
    if (begin != Long.MIN_VALUE) {
      runs.add(new AlertRun(intent, begin, end));
    }
    return runs;
  }

  /** When what fired first was pending first, without a gap, after the run before. */
  private static long pendingSince(long fired, long before, TreeSet<Long> pending, Duration gap) {
    long since = fired;
    Long earlier;
    while ((earlier = pending.lower(since)) != null
        && since - earlier <= gap.toMillis()
        && earlier > before) {
      since = earlier;
    }
    return since;
  }
}
