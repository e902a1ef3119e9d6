package io.mild;

import io.mild.explanation.Explanation;
import io.mild.explanation.ExplanationTarget;
import io.mild.explanation.SimilarIncident;
import io.mild.report.Preset;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that drifts in a system, as one story for its operator: the alerts of its intents that run at
 * a row, which of them is the root cause, and how much time is left.
 *
 * <p>An incident runs while any intent's alert does, and notifies as one alert would: when it
 * begins, and again every two hours while it lasts. The false-positive budget of {@link
 * Preset#RECOMMENDED} counts these notifications. Safe to share between threads.
 */
public final class Incident {
  private final Assessment assessment;
  private final Alert.Phase phase;
  private final Instant onset;
  private final Instant lastOn;
  private final boolean notification;
  private final IntentRisk leading;
  private final TimeToFailure timeToFailure;

  Incident(
      Assessment assessment,
      Alert.Phase phase,
      Instant onset,
      Instant lastOn,
      boolean notification,
      IntentRisk leading,
      TimeToFailure timeToFailure) {
    this.assessment = assessment;
    this.phase = phase;
    this.onset = onset;
    this.lastOn = lastOn;
    this.notification = notification;
    this.leading = leading;
    this.timeToFailure = timeToFailure;
  }

  /** Where the incident stands. */
  public Alert.Phase phase() {
    return phase;
  }

  /** Whether to tell the operator now. */
  public boolean isNotification() {
    return notification;
  }

  /** The time of the row that this is said of. */
  public Instant time() {
    return assessment.time();
  }

  /** When the incident began. */
  public Instant onset() {
    return onset;
  }

  /** If it has ended, the last time at which an intent's risk was at or above its threshold. */
  public Optional<Instant> end() {
    return phase == Alert.Phase.ENDED ? Optional.of(lastOn) : Optional.empty();
  }

  /** The intents' alerts that run at this row. */
  public List<Alert> alerts() {
    return assessment.alerts();
  }

  /** The intent of the highest smoothed risk: the one that is the most likely to fail. */
  public IntentRisk leading() {
    return leading;
  }

  /** Which intent is the root cause, how probably, and which other may be. */
  public Verdict verdict() {
    return assessment.verdict();
  }

  /** How much time is left before the {@link #leading} intent's failure. */
  public TimeToFailure timeToFailure() {
    return timeToFailure;
  }

  /** Which KPIs drive the {@link #leading} intent's risk; see {@link Alert#explanation()}. */
  public Explanation explanation() {
    return assessment.explain(leading.intent());
  }

  /** Why {@link Verdict#rootCause} is named: which KPIs speak for it. */
  public Explanation rootCauseExplanation() {
    return assessment.explain(verdict().rootCause(), ExplanationTarget.ROOT_CAUSE);
  }

  /** The past incidents that looked most like this, at most {@code count}, the most alike first. */
  public List<SimilarIncident> similarIncidents(int count) {
    return assessment.similarIncidents(leading.intent(), count);
  }

  /** Some lines for a person: the incident, its reasons, those of its root cause, and its likes. */
  public String toText() {
    return AlertText.of(toString(), explanation(), rootCauseExplanation(), similarIncidents(3));
  }

  /**
   * One line, such as {@code 2026-03-01T08:00:00Z ONSET: api will fail in 20 to 75 min, root cause
   * ambiguous: api or telemetry (0.64)}.
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %s: %s %s, root cause %s (%.2f)",
        time(),
        phase,
        leading.intent(),
        phase == Alert.Phase.ENDED ? "no longer alerts" : "will fail in " + timeToFailure,
        verdict(),
        verdict().probability());
  }
}
