package io.mild.scaling;

import io.mild.Alert;
import io.mild.Assessment;
import io.mild.IntentRisk;
import io.mild.TimeToFailure;
import io.mild.Verdict;
import io.mild.alerting.incident.FailureFact;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.explanation.Explanation;
import io.mild.goals.Compliance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What an assessment says of one incident, while an intent's risk in it is above its threshold, or
 * an intent of it fails.
 *
 * @param id of the incident
 * @param time of the assessment
 * @param opened when the incident did
 * @param isFailing whether an intent of it fails: no time is left
 * @param isJudged whether the row's verdict is about this incident, and not about another one
 * @param candidates intents that are the root cause, or may be, the leading one first
 * @param ambiguous whether one of them is and it isn't clear which
 * @param risks of all intents
 * @param causes probability that it is the root cause, of all intents
 * @param affected time to failure of each intent of it that alerts or fails
 * @param timeToFailure of the intent that is the most likely to fail
 * @param explanation why an intent is at risk
 */
record PredictedIncident(
    String id,
    Instant time,
    Instant opened,
    boolean isFailing,
    boolean isJudged,
    List<String> candidates,
    boolean ambiguous,
    Map<String, Double> risks,
    Map<String, Double> causes,
    Map<String, TimeToFailure> affected,
    TimeToFailure timeToFailure,
    Function<String, List<Explanation.Contribution>> explanation) {
  private static final TimeToFailure NONE_LEFT =
      new TimeToFailure(Duration.ZERO, Duration.ZERO, Double.NaN);

  /** Nothing where the incident neither alerts at the row nor fails. */
  static Optional<PredictedIncident> of(Assessment assessment, TrackedIncident incident) {
    boolean isAlerting = incident.lastAlerting().equals(assessment.time()); // not without data
    Map<String, TimeToFailure> affected = new HashMap<>();
    for (Alert alert : isAlerting ? assessment.alerts() : List.<Alert>of()) {
      if (alert.risk().alerting() && incident.intents().contains(alert.intent())) {
        affected.put(alert.intent(), alert.timeToFailure());
      }
    }
    Set<String> failing = failing(assessment, incident);
    failing.forEach(intent -> affected.put(intent, NONE_LEFT));
    if (affected.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Double> risks = new HashMap<>();
    for (IntentRisk intent : assessment.intents()) {
      risks.put(intent.intent(), intent.risk());
    }
    Verdict verdict = assessment.verdict();
    boolean isJudged = isAlerting && verdict.candidates().contains(incident.rootCause());
    return Optional.of(
        new PredictedIncident(
            incident.id(),
            assessment.time(),
            incident.opened(),
            !failing.isEmpty(),
            isJudged,
            isJudged ? candidates(verdict, incident) : List.of(incident.rootCause()),
            isJudged && verdict.isAmbiguous(),
            risks,
            assessment.rootCauseProbabilities(),
            affected,
            failing.isEmpty()
                ? new TimeToFailure(
                    incident.timeLeft().least(), incident.timeLeft().most(), Double.NaN)
                : NONE_LEFT,
            intent -> assessment.explain(intent).contributions()));
  }

  /** Of root causes that are some together, those of this incident. */
  private static List<String> candidates(Verdict verdict, TrackedIncident incident) {
    return verdict.candidates().stream()
        .filter(intent -> verdict.isAmbiguous() || isOf(incident, intent))
        .toList();
  }

  /** Whose goal is broken, or who was told to have failed and not to have recovered. */
  private static Set<String> failing(Assessment assessment, TrackedIncident incident) {
    Set<String> failing = new HashSet<>();
    for (FailureFact failure : incident.failures()) {
      if (failure.recovered().isEmpty()) {
        failing.add(failure.intent());
      }
    }
    for (Compliance goal : assessment.goals()) {
      if (goal.status() == Compliance.Status.BROKEN && isOf(incident, goal.intent())) {
        failing.add(goal.intent());
      }
    }
    return failing;
  }

  /** Whether an intent is the root cause of an incident or alerted in it. */
  static boolean isOf(TrackedIncident incident, String intent) {
    return incident.rootCause().equals(intent) || incident.intents().contains(intent);
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
