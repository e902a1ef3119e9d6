package io.mild.alerting.health;

import java.time.Duration;

/**
 * How long what is wrong must last to be told, and be over to be forgotten.
 *
 * @param noDataAfter how long values must be missing to be told; 0 or more
 * @param clearedAfter how long a finding must be gone to be over, so that what comes and goes is
 *     one; 0 or more
 */
public record HealthSettings(Duration noDataAfter, Duration clearedAfter) {
  /**
   * Checks the durations.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public HealthSettings {
    if (noDataAfter.isNegative() || clearedAfter.isNegative()) {
      throw new IllegalArgumentException(
          "durations must be 0 or more, but were %s without data and %s to clear"
              .formatted(noDataAfter, clearedAfter));
    }
  }

  long foundAfterMillis(HealthKind kind) {
    return kind == HealthKind.NO_DATA ? noDataAfter.toMillis() : 0;
  }
}
