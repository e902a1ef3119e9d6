package io.mild.alerting.incident;

import java.time.Instant;

/**
 * That nothing is to be told of an intent, or of what it is the root cause of, until a time.
 *
 * @param what is muted
 * @param intent its name
 * @param until when the mute ends; always one, since a mute without an end is forgotten
 */
public record Mute(Kind what, String intent, Instant until) {
  /** What a mute is of. */
  public enum Kind {
    /** The alerts of an intent. */
    INTENT,
    /** Incidents of which the intent is named as the root cause. */
    ROOT_CAUSE
  }

  /** A mute of an intent's alerts; other intents of the same incident are told. */
  public static Mute intent(String intent, Instant until) {
    return new Mute(Kind.INTENT, intent, until);
  }

  /** A mute of incidents while the intent is named as their root cause. */
  public static Mute rootCause(String intent, Instant until) {
    return new Mute(Kind.ROOT_CAUSE, intent, until);
  }

  /** Such as {@code api until 2026-03-01T08:00:00Z} or {@code cause api until …}. */
  @Override
  public String toString() {
    return (what == Kind.ROOT_CAUSE ? "cause " : "") + RuleText.name(intent) + " until " + until;
  }
}
