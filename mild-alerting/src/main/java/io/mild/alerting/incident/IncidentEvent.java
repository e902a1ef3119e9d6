package io.mild.alerting.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One step in an incident's life.
 *
 * @param kind which
 * @param time of the row that it is told with
 * @param incident as it stands after the step
 * @param changes what changed and why, at least one
 * @param isNotification whether the operator is to be told now
 * @param heldBack the rule that keeps the operator from being told of a beginning or a change: of
 *     an incident that they were told of, a mute or that they know. Who tells operators leaves such
 *     a step out; an end has none, so that whatever was told is resolved.
 */
public record IncidentEvent(
    Kind kind,
    Instant time,
    TrackedIncident incident,
    List<Change> changes,
    boolean isNotification,
    Optional<HeldBack> heldBack) {
  /** The steps. */
  public enum Kind {
    /** It began. */
    OPENED,
    /** Something of it changed: root cause, severity, intents, time left, failures. */
    REVISED,
    /** The operator is told: what a rule held back until now, or again what lasts. */
    NOTIFIED,
    /** An operator took it up; it is not told again while it lasts. */
    ACKNOWLEDGED,
    /** It is over, for the reason of {@link TrackedIncident#closing}. */
    CLOSED,
    /** It was closed, and is not over after all. */
    REOPENED
  }

  /**
   * What changed of an incident.
   *
   * @param aspect of it
   * @param before in words; empty where there was nothing
   * @param after in words
   * @param why in words, what brought it about
   */
  public record Change(Aspect aspect, String before, String after, String why) {
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
      ACTED,
      /** What the operator said of it. */
      VERDICT
    }
  }

  /** Copies the list. */
  public IncidentEvent {
    changes = List.copyOf(changes);
  }

  /** Why it came to that, in words. */
  public String why() {
    return changes.stream().map(Change::why).collect(Collectors.joining("; "));
  }

  /** One line, such as {@code 2026-03-01T08:00:00Z OPENED 5f…-mm6z-1: api alerts …}. */
  @Override
  public String toString() {
    return "%s %s %s: %s".formatted(time, kind, incident.id(), why());
  }
}
