package io.mild.scaling.balance;

import java.util.Arrays;

/**
 * An endpoint's own part of {@link Prequal}: counts the requests that it has, and remembers how
 * long such took that found as many there.
 *
 * <p>The latency that it reports is the median of the latest requests that arrived when about as
 * many were in flight as are now: so it says what one more would take, and follows a change as soon
 * as the first requests have felt it. Thread-safe.
 */
public final class LoadMeter {
  private static final int LEVELS = 128; // more in flight than that count as that many
  private static final int KEPT = 16; // latencies a level
  private static final double MEMORY_SECONDS = 10;

  private final double[] seconds = new double[LEVELS * KEPT];
  private final double[] times = new double[LEVELS * KEPT];
  private final int[] count = new int[LEVELS];
  private int inFlight;

  /**
   * A request arrived, be it to wait.
   *
   * @return what {@link #answered} wants to know: how many were there
   */
  public synchronized int arrived() {
    return inFlight++;
  }

  /**
   * It was answered.
   *
   * @param found what {@link #arrived} said
   * @param latency seconds since then, waiting included
   * @param now seconds, never running backwards
   */
  public synchronized void answered(int found, double latency, double now) {
    inFlight--;
    int level = level(found);
    int place = level * KEPT + count[level]++ % KEPT;
    seconds[place] = latency;
    times[place] = now;
  }

  /** It ended without an answer that says how long one takes: it failed, or nobody waits for it. */
  public synchronized void ended() {
    inFlight--;
  }

  /** What to answer to a probe. */
  public synchronized LoadReport report(double now) {
    return new LoadReport(inFlight, latency(level(inFlight), now));
  }

  private static int level(int requests) {
    return Math.min(LEVELS - 1, requests);
  }

  /** Of the nearest level that was met lately; of two as near the fuller one. */
  private double latency(int level, double now) {
    for (int away = 0; away < LEVELS; away++) {
      double above = level + away < LEVELS ? median(level + away, now) : 0;
      double found = above > 0 || level < away ? above : median(level - away, now);
      if (found > 0) {
        return found;
      }
    }
    return 0;
  }

  private double median(int level, double now) {
    int from = level * KEPT;
    double[] recent = new double[Math.min(count[level], KEPT)];
    int size = 0;
    for (int i = 0; i < recent.length; i++) {
      if (times[from + i] >= now - MEMORY_SECONDS) {
        recent[size++] = seconds[from + i];
      }
    }
    Arrays.sort(recent, 0, size);
    return size == 0 ? 0 : recent[size / 2];
  }
}
