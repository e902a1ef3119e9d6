package io.mild.keyed;

import java.time.Duration;
import java.util.Optional;

/**
 * How rows that come out of order, too late or not at all are treated.
 *
 * @param disorder how much earlier than the newest row of its key a row may be and still take its
 *     place: so long each row waits. 0 scores each row as it comes.
 * @param silence how long no row of a key may come, by the processing clock, before that is told;
 *     empty for twice the model's sampling period
 * @param mostWaiting how many rows of a key may wait at once, for earlier ones or for the first
 *     model of their kind
 */
public record KeyedSettings(Duration disorder, Optional<Duration> silence, int mostWaiting) {
  /** No disorder; silence of two sampling periods; up to 1,000 rows wait. */
  public static final KeyedSettings DEFAULT =
      new KeyedSettings(Duration.ZERO, Optional.empty(), 1_000);

  /**
   * Settings.
   *
   * @throws IllegalArgumentException if a duration is negative, silence is 0, or no row may wait
   */
  public KeyedSettings {
    if (disorder.isNegative()) {
      throw new IllegalArgumentException("disorder must not be negative, but was " + disorder);
    }
    silence.ifPresent(
        most -> {
          if (most.isNegative() || most.isZero()) {
            throw new IllegalArgumentException("silence must be above 0, but was " + most);
          }
        });
    if (mostWaiting < 1) {
      throw new IllegalArgumentException("mostWaiting must be at least 1, but was " + mostWaiting);
    }
  }

  /** These with another disorder. */
  public KeyedSettings withDisorder(Duration other) {
    return new KeyedSettings(other, silence, mostWaiting);
  }

  /** These with another silence. */
  public KeyedSettings withSilence(Duration other) {
    return new KeyedSettings(disorder, Optional.of(other), mostWaiting);
  }

  /** These with another number of rows that may wait. */
  public KeyedSettings withMostWaiting(int other) {
    return new KeyedSettings(disorder, silence, other);
  }
}
