package io.mild.internal.model;

import io.mild.alerting.incident.HeldBack;
import io.mild.alerting.incident.IncidentEvent;
import java.util.List;
import java.util.Optional;

/**
 * What the life of a stream's incidents made of a row.
 *
 * @param events what it brought about
 * @param heldBack what kept the operator from being told
 * @param isRuled whether rules say what is told, rather than the alerts' policy alone
 */
public record IncidentNews(List<IncidentEvent> events, List<HeldBack> heldBack, boolean isRuled) {
  /** Nothing. */
  public static final IncidentNews NONE = new IncidentNews(List.of(), List.of(), false);

  /** Copies the lists. */
  public IncidentNews {
    events = List.copyOf(events);
    heldBack = List.copyOf(heldBack);
  }

  /** Whether the operator is told something. */
  public boolean isNotification() {
    for (IncidentEvent event : events) {
      if (event.isNotification()) {
        return true;
      }
    }
    return false;
  }

  /** What keeps the operator from being told of an intent. */
  public Optional<HeldBack> heldBack(String intent) {
    return heldBack.stream().filter(held -> held.intents().contains(intent)).findFirst();
  }
}
