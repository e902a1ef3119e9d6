package io.mild.connect;

import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.TrackedIncident;
import java.util.Locale;

/** What a pager shows of a step. */
final class MessageHeadline {
  private MessageHeadline() {}

  static String of(String system, IncidentEvent event) {
    TrackedIncident incident = event.incident();
    return system
        + ": "
        + switch (event.kind()) {
          case OPENED, NOTIFIED -> warning(incident);
          case REOPENED -> "again, " + warning(incident);
          case REVISED -> "revised, " + warning(incident);
          case ACKNOWLEDGED -> "incident of " + incident.rootCause() + " acknowledged";
          case CLOSED ->
              "incident of "
                  + incident.rootCause()
                  + " closed"
                  + incident.closing().map(closing -> ": " + closing).orElse("");
        };
  }

  private static String warning(TrackedIncident incident) {
    String intents = String.join(", ", incident.intents());
    if (!incident.failures().isEmpty()) {
      return "%s failed, root cause %s (%s)"
          .formatted(
              incident.failures().get(0).intent(), incident.rootCause(), incident.severity());
    }
    return String.format(
        Locale.ROOT,
        "%s expected to fail in %s, root cause %s (%s, %.0f %%)",
        intents,
        incident.timeLeft(),
        incident.rootCause(),
        incident.severity(),
        100 * incident.probability());
  }
}
