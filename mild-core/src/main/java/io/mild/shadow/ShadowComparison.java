package io.mild.shadow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a candidate did beside the live model on the same rows.
 *
 * @param from the trial's first row
 * @param until the end of its latest row's period
 * @param failures that came meanwhile; of several within a longest horizon the first counts
 * @param live what is in force
 * @param candidate what is tried
 * @param differences the latest times at which they did not agree, the oldest first
 * @param advice what speaks for the one or the other
 * @param why in words, with the figures that decided
 */
public record ShadowComparison(
    Instant from,
    Instant until,
    int failures,
    TrackRecord live,
    TrackRecord candidate,
    List<Difference> differences,
    Advice advice,
    String why) {
  /** Copies the list. */
  public ShadowComparison {
    differences = List.copyOf(differences);
  }

  /** How long the trial has gone on. */
  public Duration duration() {
    return Duration.between(from, until);
  }

  /** Some lines for a person. */
  @Override
  public String toString() {
    return "%s to %s, %d failures: %s, %s%n  live:      %s%n  candidate: %s%n"
        .formatted(from, until, failures, advice, why, text(live), text(candidate));
  }

  private static String text(TrackRecord record) {
    return "%d notifications, %d false, %d failures warned of, %d min before on average"
        .formatted(
            record.notifications(),
            record.falseNotifications(),
            record.warned(),
            record.meanLead().toMinutes());
  }
}
