package io.mild.scaling;

import io.mild.Alert;
import io.mild.Assessment;
import io.mild.Incident;
import io.mild.IntentRisk;
import io.mild.TimeToFailure;
import io.mild.explanation.Explanation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an assessment says of the incident that runs, while an intent's risk is above its threshold.
 *
 * @param time of the assessment
 * @param onset of the incident
 * @param candidates intents that are the root cause, or may be, the leading one first
 * @param ambiguous whether one of them is and it isn't clear which
 * @param risks of all intents
 * @param causes probability that it is the root cause, of all intents
 * @param alerting time to failure of each intent that alerts
 * @param timeToFailure of the intent that the incident is about
 * @param explanation why an intent is at risk
 */
record PredictedIncident(
    Instant time,
    Instant onset,
    List<String> candidates,
    boolean ambiguous,
    Map<String, Double> risks,
    Map<String, Double> causes,
    Map<String, TimeToFailure> alerting,
    TimeToFailure timeToFailure,
    Function<String, List<Explanation.Contribution>> explanation) {

  static Optional<PredictedIncident> of(Assessment assessment) {
    return assessment
        .incident()
        .filter(incident -> assessment.intents().stream().anyMatch(IntentRisk::alerting))
        .map(incident -> of(assessment, incident));
  }

  private static PredictedIncident of(Assessment assessment, Incident incident) {
    Map<String, Double> risks = new HashMap<>();
    for (IntentRisk intent : assessment.intents()) {
      risks.put(intent.intent(), intent.risk());
    }
    Map<String, TimeToFailure> alerting = new HashMap<>();
    for (Alert alert : assessment.alerts()) {
      if (alert.risk().alerting()) {
        alerting.put(alert.intent(), alert.timeToFailure());
      }
    }
    return new PredictedIncident(
        assessment.time(),
        incident.onset(),
        assessment.verdict().candidates(),
        assessment.verdict().isAmbiguous(),
        risks,
        assessment.rootCauseProbabilities(),
        alerting,
        incident.timeToFailure(),
        intent -> assessment.explain(intent).contributions());
  }

  /** By how much the probability of an intent exceeds the highest of those that aren't named. */
  double margin(String intent) {
    double next = 0;
    for (Map.Entry<String, Double> other : causes.entrySet()) {
      boolean rival = ambiguous || !candidates.contains(other.getKey());
      if (rival && !other.getKey().equals(intent)) {
        next = Math.max(next, other.getValue());
      }
    }
    return Math.max(0, causes.getOrDefault(intent, 0.0) - next);
  }
}
