package io.mild.benchmarks.scaling.requests;

import java.util.concurrent.locks.LockSupport;

/**
 * How a server serves.
 *
 * @param workers requests at once
 * @param slowness a request takes so many times as long as it says
 * @param pauseEveryMillis from the start of a pause to the next, 0 for none
 * @param pauseMillis length of a pause, in which nothing is answered
 */
record Behaviour(int workers, double slowness, long pauseEveryMillis, long pauseMillis) {
  private static final long NANOS_A_MILLI = 1_000_000;

  static Behaviour steady(int workers) {
    return new Behaviour(workers, 1, 0, 0);
  }

  Behaviour slowed(double times) {
    return new Behaviour(workers, times, pauseEveryMillis, pauseMillis);
  }

  Behaviour pausing(long everyMillis, long millis) {
    return new Behaviour(workers, slowness, everyMillis, millis);
  }

  /** What is left of the pause that such a time since the start falls into, in nanoseconds. */
  long pauseAt(long nanos) {
    if (pauseEveryMillis == 0) {
      return 0;
    }
    long since = nanos % (pauseEveryMillis * NANOS_A_MILLI);
    return Math.max(0, pauseMillis * NANOS_A_MILLI - since);
  }

  /**
   * Holds the thread for a request's time here, and through the pause that it ends in.
   *
   * @param workNanos its time at a steady server
   * @param start of the server, by {@link System#nanoTime}
   */
  void hold(long workNanos, long start) {
    sleepUntil(System.nanoTime() + (long) (workNanos * slowness));
    sleepUntil(System.nanoTime() + pauseAt(System.nanoTime() - start));
  }

  private static void sleepUntil(long end) {
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Requests at once that it is worth, beside a steady one of as many workers. */
  double worth() {
    double awake = pauseEveryMillis == 0 ? 1 : 1 - pauseMillis / (double) pauseEveryMillis;
    return workers * awake / slowness;
  }

  String text() {
    return workers + "," + slowness + "," + pauseEveryMillis + "," + pauseMillis;
  }

  static Behaviour parse(String text) {
    String[] parts = text.split(",");
    return new Behaviour(
        Integer.parseInt(parts[0]),
        Double.parseDouble(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]));
  }
}
