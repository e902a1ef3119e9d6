package io.mild;

import io.mild.alerting.EpisodeState;
import io.mild.explanation.Explanation;
import io.mild.internal.io.Digits;
import java.util.Map;

/** An intent that is predicted to fail, as it stands at one row. */
public final class Alert extends PredictedFailure {
  Alert(Assessment assessment, IntentRisk risk, EpisodeState episode, TimeToFailure timeToFailure) {
    super(assessment, risk, episode, timeToFailure);
  }

  /**
   * For each intent the probability that it is the root cause; they sum to one, unless the model is
   * of {@link Mild#multipleRootCauses() multiple root causes}.
   */
  public Map<String, Double> rootCauseProbabilities() {
    return assessment().rootCauseProbabilities();
  }

  /** As {@link #explanation}, of single features, with standard errors where they are sampled. */
  public Explanation featureExplanation() {
    return assessment().explainFeatures(intent());
  }

  /**
   * One line, such as {@code 2026-03-01T08:00:00Z ONSET: api will fail in 0 to 120 min, root cause
   * telemetry (risk 0.83)}.
   */
  @Override
  public String toString() {
    return headline("risk " + Digits.two(risk().risk()));
  }
}
