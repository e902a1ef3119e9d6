package io.mild;

import io.mild.explanation.Explanation;
import io.mild.explanation.ExplanationTarget;
import io.mild.explanation.SimilarIncident;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An intent that is predicted to fail, as it stands at one row.
 *
 * <p>An alert begins when the smoothed risk of the longest horizon reaches its threshold after 30
 * quiet minutes, goes on through shorter dips, and has ended when 30 quiet minutes have passed.
 * Safe to share between threads.
 */
public final class Alert {
  /** Where an alert stands. */
  public enum Phase {
    /** It begins with this row. */
    ONSET,
    /** It goes on. */
    ONGOING,
    /**
     * It ended; told once, at the row at which this became certain, unless a gap in the data hides
     * that row.
     */
    ENDED
  }

  private final Assessment assessment;
  private final IntentRisk risk;
  private final Phase phase;
  private final Instant onset;
  private final Instant lastOn;
  private final boolean notification;
  private final TimeToFailure timeToFailure;

  Alert(
      Assessment assessment,
      IntentRisk risk,
      Phase phase,
      Instant onset,
      Instant lastOn,
      boolean notification,
      TimeToFailure timeToFailure) {
    this.assessment = assessment;
    this.risk = risk;
    this.phase = phase;
    this.onset = onset;
    this.lastOn = lastOn;
    this.notification = notification;
    this.timeToFailure = timeToFailure;
  }

  /** The intent that is predicted to fail. */
  public String intent() {
    return risk.intent();
  }

  /** Where the alert stands. */
  public Phase phase() {
    return phase;
  }

  /** Whether to tell the operator now: at the onset, and again every two hours while it lasts. */
  public boolean isNotification() {
    return notification;
  }

  /** The time of the row that this is said of. */
  public Instant time() {
    return assessment.time();
  }

  /** When the alert began. */
  public Instant onset() {
    return onset;
  }

  /** If it has ended, the last time at which its risk was at or above the threshold. */
  public Optional<Instant> end() {
    return phase == Phase.ENDED ? Optional.of(lastOn) : Optional.empty();
  }

  /** The risk, its smoothed value and its threshold at this row, at the longest horizon. */
  public IntentRisk risk() {
    return risk;
  }

  /** The intent that is named as the root cause at this row, of several the leading one. */
  public String rootCause() {
    return assessment.rootCause();
  }

  /** Which intent is the root cause, how probably, and which other may be. */
  public Verdict verdict() {
    return assessment.verdict();
  }

  /**
   * For each intent the probability that it is the root cause; they sum to one, unless the model is
   * of {@link Mild#multipleRootCauses() multiple root causes}.
   */
  public Map<String, Double> rootCauseProbabilities() {
    return assessment.rootCauseProbabilities();
  }

  /** How much time is left. */
  public TimeToFailure timeToFailure() {
    return timeToFailure;
  }

  /**
   * Which KPIs drive the risk. Computed at the first call, in some milliseconds to seconds with the
   * number of KPIs, and kept; the same alert always gives the same explanation.
   */
  public Explanation explanation() {
    return assessment.explain(intent());
  }

  /** The same for single features, with standard errors where they are sampled. */
  public Explanation featureExplanation() {
    return assessment.explainFeatures(intent());
  }

  /** Why {@link #rootCause} is named: which KPIs speak for it. */
  public Explanation rootCauseExplanation() {
    return assessment.explain(rootCause(), ExplanationTarget.ROOT_CAUSE);
  }

  /** The past incidents that looked most like this, at most {@code count}, the most alike first. */
  public List<SimilarIncident> similarIncidents(int count) {
    return assessment.similarIncidents(intent(), count);
  }

  /** Some lines for a person: the alert, its reasons, those of its root cause, and its likes. */
  public String toText() {
    return AlertText.of(toString(), explanation(), rootCauseExplanation(), similarIncidents(3));
  }

  /**
   * One line, such as {@code 2026-03-01T08:00:00Z ONSET: api will fail in 0 to 120 min, root cause
   * telemetry (risk 0.83)}.
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %s: %s %s, root cause %s (risk %.2f)",
        time(),
        phase,
        intent(),
        phase == Phase.ENDED ? "no longer alerts" : "will fail in " + timeToFailure,
        verdict(),
        risk.risk());
  }
}
