package io.mild.alerting.health;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that is wrong with the detector or its data.
 *
 * @param kind what
 * @param subject the KPI or intent that it is of; empty where it is of all
 * @param since when it began
 * @param evidence in words and numbers, such as {@code cpu is 3.1 deviations above what the model
 *     was trained on}; at most an hour old while it lasts
 * @param isAcknowledged whether an operator knows
 */
public record HealthFinding(
    HealthKind kind, String subject, Instant since, String evidence, boolean isAcknowledged) {

  /** What to do, where a new training is the cure: {@code retrain because …}. */
  public Optional<String> advice() {
    return kind.isCuredByRetraining()
        ? Optional.of("retrain because " + evidence)
        : Optional.empty();
  }

  /** Whether it is the same one, told at another time. */
  public boolean isSameAs(HealthFinding other) {
    return kind == other.kind && subject.equals(other.subject) && since.equals(other.since);
  }

  /** Such as {@code DRIFTED since 2026-03-01T08:00:00Z: retrain because cpu is …}. */
  @Override
  public String toString() {
    return told(advice().orElse(evidence));
  }

  String withoutAdvice() {
    return told(evidence);
  }

  private String told(String what) {
    return "%s since %s: %s".formatted(kind, since, what);
  }
}
