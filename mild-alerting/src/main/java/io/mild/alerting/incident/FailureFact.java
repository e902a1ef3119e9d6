package io.mild.alerting.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * That an intent failed in the course of an incident.
 *
 * @param intent its name
 * @param failed when
 * @param recovered when it was told to have recovered, if it was
 */
public record FailureFact(String intent, Instant failed, Optional<Instant> recovered) {
  /** Such as {@code api failed at 10:05 and recovered 35m later}, with whole instants. */
  @Override
  public String toString() {
    return intent
        + " failed at "
        + failed
        + recovered
            .map(end -> " and recovered " + RuleText.text(Duration.between(failed, end)) + " later")
            .orElse("");
  }
}
