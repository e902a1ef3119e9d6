package io.mild.benchmarks.evaluation;

import io.mild.Failure;
import java.util.Map;

/**
 * What was said before a failure, from its onset on. Leads are in minutes before the failure, NaN
 * where there was no alert.
 *
 * @param failure of the intent that is the root cause, or of unknown cause
 * @param codrift whether other intents failed in the same incident
 * @param leadMinutes of the first alert of the failed intent itself
 * @param incidentLeadMinutes of the first alert of any intent
 * @param named the root cause that was named, for each verdict that there was
 */
public record FailureOutcome(
    Failure failure,
    boolean codrift,
    double leadMinutes,
    double incidentLeadMinutes,
    Map<Verdict, String> named) {

  /** Copies the map. */
  public FailureOutcome {
    named = Map.copyOf(named);
  }

  /** Whether the failed intent itself alerted in time. */
  public boolean isDetected() {
    return !Double.isNaN(leadMinutes);
  }

  /** Whether any intent alerted in time. */
  public boolean isIncidentDetected() {
    return !Double.isNaN(incidentLeadMinutes);
  }

  /** Whether there was such a verdict. */
  public boolean has(Verdict verdict) {
    return named.containsKey(verdict);
  }

  /** What a verdict named; empty if there was none. */
  public String named(Verdict verdict) {
    return named.getOrDefault(verdict, "");
  }

  /** Whether a verdict named the failed intent. */
  public boolean isRight(Verdict verdict) {
    return named(verdict).equals(failure.intent());
  }
}
