package io.mild.alerting.health;

import java.time.Instant;

/**
 * One step in a finding's life.
 *
 * @param kind which
 * @param time of the row that it is told with
 * @param finding as it stands after the step
 */
public record HealthEvent(Kind kind, Instant time, HealthFinding finding) {
  /** The steps. */
  public enum Kind {
    /** It is told, once. */
    FOUND,
    /** An operator knows. */
    ACKNOWLEDGED,
    /** It is over. */
    CLEARED
  }

  /**
   * One line, such as {@code 2026-03-01T09:00:00Z FOUND DRIFTED since …}; of what is over, with the
   * evidence that it is, and no advice.
   */
  @Override
  public String toString() {
    return "%s %s %s"
        .formatted(time, kind, kind == Kind.CLEARED ? finding.withoutAdvice() : finding);
  }
}
