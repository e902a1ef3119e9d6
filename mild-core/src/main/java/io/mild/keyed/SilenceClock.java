package io.mild.keyed;

import java.time.Duration;

/**
 * Since when keys are silent by the processing clock. After a start, and while rows of the past are
 * made up for, silence is not the keys' own: it counts from when that was over.
 */
final class SilenceClock {
  private final long opened;
  private long newestRow = Long.MIN_VALUE;
  private long behindUntil = Long.MIN_VALUE;

  SilenceClock(long opened) {
    this.opened = opened;
  }

  /** A row came; one from the future tells nothing. */
  void arrived(long epochMillis, long now, Duration silence) {
    if (epochMillis <= now) {
      newestRow = Math.max(newestRow, epochMillis);
    }
    if (newestRow < now - silence.toMillis()) {
      behindUntil = now;
    }
  }

  /** When a key is silent, unless a row comes before. */
  long due(long arrival, Duration silence) {
    return Math.max(arrival, Math.max(opened, behindUntil)) + silence.toMillis();
  }
}
