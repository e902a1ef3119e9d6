package io.mild.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.Assessment;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.IncidentEvent.Kind;
import io.mild.alerting.incident.TrackedIncident;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A step in an incident's life, ready to be told.
 *
 * <p>The same step of the same row always has the same id, also when the row is scored again after
 * a crash: receivers recognise a duplicate by it.
 *
 * @param system whose incident it is; not blank
 * @param id 32 hexadecimal digits of system, incident, time and kind
 * @param event the step
 * @param headline one line for people
 * @param reasons the KPIs that drive the risk of the incident's root cause, the strongest first;
 *     none where the step ends or acknowledges it
 */
public record IncidentMessage(
    String system, String id, IncidentEvent event, String headline, List<KpiReason> reasons) {
  /** The most reasons that {@link #of} gives. */
  public static final int MOST_REASONS = 3;

  private static final int ID_BYTES = 16;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the system is blank
   */
  public IncidentMessage {
    if (system.isBlank()) {
      throw new IllegalArgumentException("system must have a name, but was '" + system + "'");
    }
    reasons = List.copyOf(reasons);
  }

  /**
   * The message of a step.
   *
   * @param system whose it is
   * @param event one of {@link Assessment#incidentEvents}
   * @param assessment of the row; asked for an explanation, some milliseconds, unless the step ends
   *     or acknowledges the incident
   */
  public static IncidentMessage of(String system, IncidentEvent event, Assessment assessment) {
    boolean isExplained = event.kind() != Kind.CLOSED && event.kind() != Kind.ACKNOWLEDGED;
    List<KpiReason> reasons =
        isExplained
            ? assessment.explain(event.incident().rootCause()).top(MOST_REASONS).stream()
                .map(KpiReason::of)
                .toList()
            : List.of();
    return of(system, event, reasons);
  }

  /** The message of a step whose reasons are known. */
  public static IncidentMessage of(String system, IncidentEvent event, List<KpiReason> reasons) {
    return new IncidentMessage(
        system, id(system, event), event, MessageHeadline.of(system, event), reasons);
  }

  /** The messages of all that becomes of incidents at a row; mostly none. */
  public static List<IncidentMessage> allOf(String system, Assessment assessment) {
    return assessment.incidentEvents().stream()
        .map(event -> of(system, event, assessment))
        .toList();
  }

  /** When a failure is expected, as long as the incident is open and alerts. */
  public Optional<ExpectedFailure> expected() {
    TrackedIncident incident = event.incident();
    return incident.closing().isPresent() || !incident.isAlerting()
        ? Optional.empty()
        : Optional.of(
            new ExpectedFailure(
                incident.lastAlerting().plus(incident.timeLeft().least()),
                incident.lastAlerting().plus(incident.timeLeft().most())));
  }

  /** The message as one line of JSON, with all that {@link #ofJson} needs. */
  public String toJson() {
    return MessageJson.write(this);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IOException if it is something else; the message says what is missing
   */
  public static IncidentMessage ofJson(String json) throws IOException {
    return MessageJson.read(json);
  }

  private static String id(String system, IncidentEvent event) {
    String of =
        String.join(
            "\n",
            system,
            event.incident().id(),
            Long.toString(event.time().toEpochMilli()),
            event.kind().name());
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(of.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java platform has SHA-256", e);
    }
  }
}
