package io.mild.connect;

import java.time.Duration;

/**
 * Bounds of an {@link Outbox}.
 *
 * @param mostBytes on disk, at least 64 KiB; a message has some 2 KB
 * @param firstRetry the pause after a first failure, at least 1 ms; each pause is shortened by a
 *     random part of up to a half, so that senders don't come all at once
 * @param longestRetry what the pause doubles up to, at least {@code firstRetry}
 */
public record OutboxSettings(long mostBytes, Duration firstRetry, Duration longestRetry) {
  /** 64 MiB, pauses of a second up to a minute. */
  public static final OutboxSettings DEFAULT =
      new OutboxSettings(64 << 20, Duration.ofSeconds(1), Duration.ofMinutes(1));

  private static final int LEAST_BYTES = 64 << 10;

  /**
   * @throws IllegalArgumentException if a bound is not as said; the message has the value
   */
  public OutboxSettings {
    if (mostBytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "mostBytes must be at least %d, but was %d".formatted(LEAST_BYTES, mostBytes));
    }
    if (firstRetry.toMillis() < 1) {
      throw new IllegalArgumentException(
          "firstRetry must be at least a millisecond, but was " + firstRetry);
    }
    if (longestRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException(
          "longestRetry must be at least firstRetry, %s, but was %s"
              .formatted(firstRetry, longestRetry));
    }
  }

  /** The same with another bound on disk. */
  public OutboxSettings withMostBytes(long bytes) {
    return new OutboxSettings(bytes, firstRetry, longestRetry);
  }

  /** The same with other pauses after failures. */
  public OutboxSettings withRetries(Duration first, Duration longest) {
    return new OutboxSettings(mostBytes, first, longest);
  }
}
