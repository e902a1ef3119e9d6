package io.mild;

import io.mild.alerting.EpisodeState;
import java.util.List;
import java.util.Locale;

/**
 * All that drifts in a system, as one story for its operator: the alerts of its intents that run at
 * a row, which of them is the root cause, and how much time is left.
 *
 * <p>An incident runs while any intent's alert does, and notifies as one alert would. Of the
 * intents that alert it is about the one of the highest smoothed risk, the most likely to fail; of
 * those that alerted last, while none is on and when it has ended. The false-positive budget of
 * {@link io.mild.report.Preset#RECOMMENDED} counts its notifications.
 */
public final class Incident extends PredictedFailure {
  Incident(
      Assessment assessment,
      IntentRisk leading,
      EpisodeState episode,
      TimeToFailure timeToFailure) {
    super(assessment, leading, episode, timeToFailure);
  }

  /** The intents' alerts that run at this row. */
  public List<Alert> alerts() {
    return assessment().alerts();
  }

  /**
   * One line, such as {@code 2026-03-01T08:00:00Z ONSET: api will fail in 20 to 75 min, root cause
   * ambiguous: api or telemetry (0.64)}.
   */
  @Override
  public String toString() {
    return headline(String.format(Locale.ROOT, "%.2f", verdict().probability()));
  }
}
