package io.mild.server.system;

import io.mild.alerting.incident.HeldBack;
import io.mild.alerting.incident.IncidentEvent;
import java.time.Instant;

/**
 * A step in an incident's life, as it is kept.
 *
 * @param time of the row that it was told with
 * @param kind which
 * @param why it came to that, in words
 * @param isTold whether the operator was to be told
 * @param heldBack the rule that kept the operator from being told, in words; empty if none did
 */
public record StoryStep(
    Instant time, IncidentEvent.Kind kind, String why, boolean isTold, String heldBack) {
  static StoryStep of(IncidentEvent event) {
    return new StoryStep(
        event.time(),
        event.kind(),
        event.why(),
        event.isNotification(),
        event.heldBack().map(HeldBack::toString).orElse(""));
  }
}
