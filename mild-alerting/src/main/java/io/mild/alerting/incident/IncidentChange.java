package io.mild.alerting.incident;

/**
 * What changed of an incident.
 *
 * @param aspect of it
 * @param before in words; empty where there was nothing
 * @param after in words
 * @param why in words, what brought it about
 */
public record IncidentChange(Aspect aspect, String before, String after, String why) {
  /** What of an incident can change. */
  public enum Aspect {
    /** Whether it is open. */
    STATE,
    /** The intent that is named as the cause. */
    ROOT_CAUSE,
    /** How bad it is. */
    SEVERITY,
    /** The intents that alerted in it. */
    INTENTS,
    /** When a failure is expected. */
    TIME_LEFT,
    /** Whether an alert of it runs. */
    ALERTING,
    /** What failed and recovered. */
    FAILURES,
    /** Whether it was acted on. */
    ACTED
  }
}
