package io.mild.benchmarks.evaluation;

import io.mild.Failure;

/**
 * What was said before a failure, from its onset on. Leads are in minutes before the failure, NaN
 * where there was no alert; names are empty there.
 *
 * @param failure of the intent that is the root cause, or of unknown cause
 * @param codrift whether other intents failed in the same incident
 * @param leadMinutes of the first alert of the failed intent itself
 * @param incidentLeadMinutes of the first alert of any intent
 * @param named the root cause named at the failed intent's own first alert
 * @param incidentNamed the root cause named at the first alert of any intent
 * @param lastNamed the root cause named in the last row before the failure, alert or no alert
 */
public record FailureOutcome(
    Failure failure,
    boolean codrift,
    double leadMinutes,
    double incidentLeadMinutes,
    String named,
    String incidentNamed,
    String lastNamed) {

  /** Whether the failed intent itself alerted in time. */
  public boolean isDetected() {
    return !Double.isNaN(leadMinutes);
  }

  /** Whether any intent alerted in time. */
  public boolean isIncidentDetected() {
    return !Double.isNaN(incidentLeadMinutes);
  }

  /** Whether the first alert of any intent came with the right root cause. */
  public boolean isIncidentNamedRight() {
    return incidentNamed.equals(failure.intent());
  }

  boolean isNamedRight() {
    return named.equals(failure.intent());
  }

  boolean isLastNamedRight() {
    return lastNamed.equals(failure.intent());
  }
}
