package io.mild.internal.io;

import java.time.Instant;

/** Times as numbers. */
public final class EpochMillis {
  private EpochMillis() {}

  /**
   * A time in milliseconds since the epoch.
   *
   * @throws IllegalArgumentException if it is out of their range, some 292 million years
   */
  public static long of(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("time is " + time + ", out of range", e);
    }
  }
}
