package io.mild;

import io.mild.alerting.EpisodeState;
import io.mild.explanation.Explanation;
import io.mild.explanation.ExplanationTarget;
import io.mild.explanation.SimilarIncident;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is predicted at one row: that an intent will fail, why, and how much time is left. An {@link
 * Alert} says it of one intent, an {@link Incident} of all that drifts together.
 *
 * <p>It begins when the smoothed risk of the longest horizon reaches its threshold after a quiet
 * gap, goes on through shorter dips, and has ended when a quiet gap has passed; {@link Mild#policy}
 * tells how long that is. Immutable and safe to share between threads.
 */
public abstract sealed class PredictedFailure permits Alert, Incident {
  /** Where it stands. */
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

  private static final int SIMILAR_IN_TEXT = 3;

  private final Assessment assessment;
  private final IntentRisk risk;
  private final Phase phase;
  private final Instant onset;
  private final Instant lastOn;
  private final boolean notification;
  private final boolean withoutData;
  private final TimeToFailure timeToFailure;

  /**
   * As it stands at a row.
   *
   * @param assessment of the row
   * @param risk of the intent that it is about
   * @param episode its course so far
   * @param timeToFailure of that intent
   */
  PredictedFailure(
      Assessment assessment, IntentRisk risk, EpisodeState episode, TimeToFailure timeToFailure) {
    this.assessment = assessment;
    this.risk = risk;
    this.phase = Phase.valueOf(episode.phase().name());
    this.onset = Instant.ofEpochMilli(episode.onsetEpochMillis());
    this.lastOn = Instant.ofEpochMilli(episode.lastOnEpochMillis());
    this.notification = episode.isNotification();
    this.withoutData = episode.isWithoutData();
    this.timeToFailure = timeToFailure;
  }

  /** What the stream said of the row. */
  final Assessment assessment() {
    return assessment;
  }

  /** The intent that is predicted to fail; of an incident see {@link Incident}. */
  public final String intent() {
    return risk.intent();
  }

  /** Where it stands. */
  public final Phase phase() {
    return phase;
  }

  /** Whether to tell the operator now: at the onset, and again from time to time while it lasts. */
  public final boolean isNotification() {
    return notification;
  }

  /** The time of the row that this is said of. */
  public final Instant time() {
    return assessment.time();
  }

  /** When it began. */
  public final Instant onset() {
    return onset;
  }

  /** If it has ended, the last time at which a risk was at or above its threshold. */
  public final Optional<Instant> end() {
    return phase == Phase.ENDED ? Optional.of(lastOn) : Optional.empty();
  }

  /**
   * Whether data ended: while it lasts, whether no value counts at this row, so that nothing is
   * known of how it goes on; if it has ended, whether that is for want of data rather than because
   * risks fell.
   */
  public final boolean isWithoutData() {
    return withoutData;
  }

  /** The {@link #intent}'s risk, its smoothed value and its threshold, at the longest horizon. */
  public final IntentRisk risk() {
    return risk;
  }

  /** The intent that is named as the root cause at this row, of several the leading one. */
  public final String rootCause() {
    return assessment.rootCause();
  }

  /** Which intent is the root cause, how probably, and which other may be. */
  public final Verdict verdict() {
    return assessment.verdict();
  }

  /** How much time is left before the {@link #intent}'s failure. */
  public final TimeToFailure timeToFailure() {
    return timeToFailure;
  }

  /**
   * Which KPIs drive the {@link #risk}. Computed at the first call, in some milliseconds to seconds
   * with the number of KPIs, and kept; the same row always gives the same explanation.
   */
  public final Explanation explanation() {
    return assessment.explain(intent());
  }

  /** Why {@link #rootCause} is named: which KPIs speak for it. */
  public final Explanation rootCauseExplanation() {
    return assessment.explain(rootCause(), ExplanationTarget.ROOT_CAUSE);
  }

  /** The past incidents that looked most like this, at most {@code count}, the most alike first. */
  public final List<SimilarIncident> similarIncidents(int count) {
    return assessment.similarIncidents(intent(), count);
  }

  /** Some lines for a person: what is predicted, why, why this root cause, and what was like it. */
  public final String toText() {
    StringBuilder text = new StringBuilder(toString()).append(System.lineSeparator());
    text.append(explanation().toText()).append(rootCauseExplanation().toText());
    for (SimilarIncident incident : similarIncidents(SIMILAR_IN_TEXT)) {
      text.append("similar: ").append(incident).append(System.lineSeparator());
    }
    return text.toString();
  }

  private String said() {
    if (withoutData) {
      return phase == Phase.ENDED
          ? "ended without data since " + lastOn
          : "goes on without data since " + lastOn;
    }
    return phase == Phase.ENDED ? "no longer alerts" : "will fail in " + timeToFailure;
  }

  /** One line, but for the number at its end. */
  final String headline(String number) {
    return String.format(
        Locale.ROOT,
        "%s %s: %s %s, root cause %s (%s)",
        time(),
        phase,
        intent(),
        said(),
        verdict(),
        number);
  }
}
