package io.mild.server.system;

import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.IncidentEvent.Change;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.connect.IncidentMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is told of open incidents where a model takes over that remembers nothing of them. */
final class Handover {
  private static final String WHY = "another model took over, which goes by other features";

  private Handover() {}

  /** The incident of the model before is over. */
  static IncidentMessage closing(String system, TrackedIncident incident, Instant now) {
    TrackedIncident closed =
        new TrackedIncident(
            incident.id(),
            incident.fingerprint(),
            incident.opened(),
            incident.lastAlerting(),
            false,
            incident.rootCause(),
            incident.rootProbability(),
            incident.intents(),
            incident.severity(),
            incident.probability(),
            incident.timeLeft(),
            incident.confidence(),
            incident.notified(),
            incident.acknowledged(),
            incident.acted(),
            incident.failures(),
            Optional.of(Closing.RECOVERED));
    return message(system, IncidentEvent.Kind.CLOSED, closed, now, "open", "closed");
  }

  /** The incident that the next model found in the latest rows. */
  static IncidentMessage opening(String system, TrackedIncident incident, Instant now) {
    return message(system, IncidentEvent.Kind.OPENED, incident, now, "", "open");
  }

  private static IncidentMessage message(
      String system,
      IncidentEvent.Kind kind,
      TrackedIncident incident,
      Instant now,
      String before,
      String after) {
    Change change = new Change(Change.Aspect.STATE, before, after, WHY);
    return IncidentMessage.of(
        system,
        new IncidentEvent(kind, now, incident, List.of(change), false, Optional.empty()),
        List.of());
  }
}
