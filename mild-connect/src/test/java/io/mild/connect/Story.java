package io.mild.connect;

import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.FailureFact;
import io.mild.alerting.incident.HeldBack;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.IncidentEvent.Change;
import io.mild.alerting.incident.IncidentEvent.Kind;
import io.mild.alerting.incident.Severity;
import io.mild.alerting.incident.TimeLeft;
import io.mild.alerting.incident.TrackedIncident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The steps of an incident, for those who are told. */
public final class Story {
  private final String id;
  private final Instant opened;
  private boolean isTold = true;

  private Story(String id, Instant opened) {
    this.id = id;
    this.opened = opened;
  }

  /** Of an incident of its own. */
  public static Story of(String id, Instant opened) {
    return new Story(id, opened);
  }

  /** A rule holds back what comes from now on. */
  public Story heldBack() {
    isTold = false;
    return this;
  }

  /** It began. */
  public IncidentMessage opened(String rootCause) {
    return step(Kind.OPENED, 0, rootCause, Severity.MEDIUM, isTold, Optional.empty());
  }

  /** Something of it is other than it was. */
  public IncidentMessage revised(int minute, String rootCause, Severity severity) {
    return step(Kind.REVISED, minute, rootCause, severity, false, Optional.empty());
  }

  /** It is over. */
  public IncidentMessage closed(int minute, String rootCause) {
    return step(
        Kind.CLOSED, minute, rootCause, Severity.MEDIUM, false, Optional.of(Closing.RECOVERED));
  }

  /** It is not over after all. */
  public IncidentMessage reopened(int minute, String rootCause) {
    return step(Kind.REOPENED, minute, rootCause, Severity.MEDIUM, isTold, Optional.empty());
  }

  private IncidentMessage step(
      Kind kind,
      int minute,
      String rootCause,
      Severity severity,
      boolean isNotification,
      Optional<Closing> closing) {
    Instant time = opened.plus(Duration.ofMinutes(minute));
    TrackedIncident incident =
        new TrackedIncident(
            id,
            "00112233445566aa",
            opened,
            time,
            closing.isEmpty(),
            rootCause,
            0.75,
            List.of("api", "orders"),
            severity,
            0.82,
            new TimeLeft(Duration.ofMinutes(20), Duration.ofMinutes(75)),
            0.9,
            isTold ? Optional.of(opened) : Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(new FailureFact("orders", opened, Optional.of(time))),
            closing);
    Optional<HeldBack> held =
        isTold || closing.isPresent()
            ? Optional.empty()
            : Optional.of(
                new HeldBack(
                    HeldBack.Rule.MUTED, List.of("api"), Optional.of(opened.plusSeconds(60))));
    IncidentEvent event =
        new IncidentEvent(
            kind,
            time,
            incident,
            List.of(new Change(Change.Aspect.STATE, "", "open", "api alerts \"at\" 0.82")),
            isNotification,
            held);
    List<KpiReason> reasons =
        closing.isPresent()
            ? List.of()
            : List.of(
                new KpiReason("api_latency", 0.61, "api_latency 182 (usual 95–110)"),
                new KpiReason("queue", Double.NaN, "queue 7"));
    return IncidentMessage.of("shop", event, reasons);
  }
}
