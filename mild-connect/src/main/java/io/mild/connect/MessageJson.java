package io.mild.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.FailureFact;
import io.mild.alerting.incident.HeldBack;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.IncidentEvent.Change;
import io.mild.alerting.incident.Severity;
import io.mild.alerting.incident.TimeLeft;
import io.mild.alerting.incident.TrackedIncident;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages as JSON: what the queue keeps and webhooks get. Times are ISO-8601 instants, durations
 * seconds; what is not known is left out.
 */
final class MessageJson {
  private static final int VERSION = 1;
  private static final double MILLIS = 1000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MessageJson() {}

  static String write(IncidentMessage message) {
    IncidentEvent event = message.event();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("version", VERSION);
    json.put("id", message.id());
    json.put("system", message.system());
    json.put("kind", event.kind().name());
    json.put("time", event.time().toString());
    json.put("headline", message.headline());
    json.put("notification", event.isNotification());
    event.heldBack().ifPresent(held -> write(held, json.putObject("heldBack")));
    message
        .expected()
        .ifPresent(
            expected ->
                json.putObject("expectedFailure")
                    .put("from", expected.from().toString())
                    .put("until", expected.until().toString()));
    ArrayNode changes = json.putArray("changes");
    for (Change change : event.changes()) {
      changes
          .addObject()
          .put("aspect", change.aspect().name())
          .put("before", change.before())
          .put("after", change.after())
          .put("why", change.why());
    }
    ArrayNode reasons = json.putArray("reasons");
    for (KpiReason reason : message.reasons()) {
      reasons
          .addObject()
          .put("kpi", reason.kpi())
          .put("contribution", reason.contribution())
          .put("text", reason.text());
    }
    write(event.incident(), json.putObject("incident"));
    return json.toString();
  }

  private static void write(HeldBack held, ObjectNode json) {
    json.put("rule", held.rule().name());
    writeAll(held.intents(), json.putArray("intents"));
    write(json, "until", held.until());
  }

  private static void write(TrackedIncident incident, ObjectNode json) {
    json.put("id", incident.id());
    json.put("fingerprint", incident.fingerprint());
    json.put("opened", incident.opened().toString());
    json.put("lastAlerting", incident.lastAlerting().toString());
    json.put("alerting", incident.isAlerting());
    json.put("rootCause", incident.rootCause());
    json.put("rootProbability", incident.rootProbability());
    writeAll(incident.intents(), json.putArray("intents"));
    json.put("severity", incident.severity().name());
    json.put("probability", incident.probability());
    json.putObject("timeLeft")
        .put("least", incident.timeLeft().least().toMillis() / MILLIS)
        .put("most", incident.timeLeft().most().toMillis() / MILLIS);
    json.put("confidence", incident.confidence());
    write(json, "notified", incident.notified());
    write(json, "acknowledged", incident.acknowledged());
    write(json, "acted", incident.acted());
    ArrayNode failures = json.putArray("failures");
    for (FailureFact failure : incident.failures()) {
      ObjectNode fact = failures.addObject();
      fact.put("intent", failure.intent()).put("failed", failure.failed().toString());
      write(fact, "recovered", failure.recovered());
    }
    incident.closing().ifPresent(closing -> json.put("closing", closing.name()));
  }

  private static void writeAll(List<String> texts, ArrayNode to) {
    texts.forEach(to::add);
  }

  private static void write(ObjectNode json, String name, Optional<Instant> time) {
    time.ifPresent(value -> json.put(name, value.toString()));
  }

  static IncidentMessage read(String text) throws IOException {
    try {
      JsonNode json = MAPPER.readTree(text);
      if (json.required("version").asInt() != VERSION) {
        throw new IOException(
            "the message has version %s, of which this release knows only %d"
                .formatted(json.required("version"), VERSION));
      }
      List<KpiReason> reasons = new ArrayList<>();
      for (JsonNode reason : json.required("reasons")) {
        reasons.add(
            new KpiReason(
                text(reason, "kpi"), number(reason, "contribution"), text(reason, "text")));
      }
      return new IncidentMessage(
          text(json, "system"), text(json, "id"), event(json), text(json, "headline"), reasons);
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new IOException("this is no message of an incident: " + e.getMessage(), e);
    }
  }

  private static IncidentEvent event(JsonNode json) {
    List<Change> changes = new ArrayList<>();
    for (JsonNode change : json.required("changes")) {
      changes.add(
          new Change(
              Change.Aspect.valueOf(text(change, "aspect")),
              text(change, "before"),
              text(change, "after"),
              text(change, "why")));
    }
    Optional<HeldBack> heldBack =
        Optional.ofNullable(json.get("heldBack"))
            .map(
                held ->
                    new HeldBack(
                        HeldBack.Rule.valueOf(text(held, "rule")),
                        texts(held, "intents"),
                        time(held, "until")));
    return new IncidentEvent(
        IncidentEvent.Kind.valueOf(text(json, "kind")),
        Instant.parse(text(json, "time")),
        incident(json.required("incident")),
        changes,
        json.required("notification").asBoolean(),
        heldBack);
  }

  private static TrackedIncident incident(JsonNode json) {
    List<FailureFact> failures = new ArrayList<>();
    for (JsonNode failure : json.required("failures")) {
      failures.add(
          new FailureFact(
              text(failure, "intent"),
              Instant.parse(text(failure, "failed")),
              time(failure, "recovered")));
    }
    JsonNode left = json.required("timeLeft");
    return new TrackedIncident(
        text(json, "id"),
        text(json, "fingerprint"),
        Instant.parse(text(json, "opened")),
        Instant.parse(text(json, "lastAlerting")),
        json.required("alerting").asBoolean(),
        text(json, "rootCause"),
        number(json, "rootProbability"),
        texts(json, "intents"),
        Severity.valueOf(text(json, "severity")),
        number(json, "probability"),
        new TimeLeft(seconds(left, "least"), seconds(left, "most")),
        number(json, "confidence"),
        time(json, "notified"),
        time(json, "acknowledged"),
        time(json, "acted"),
        failures,
        Optional.ofNullable(json.get("closing")).map(name -> Closing.valueOf(name.asText())));
  }

  private static String text(JsonNode json, String name) {
    return json.required(name).asText();
  }

  /** A number, or NaN, which Jackson writes as a string. */
  private static double number(JsonNode json, String name) {
    return json.required(name).asDouble(Double.NaN);
  }

  private static Duration seconds(JsonNode json, String name) {
    return Duration.ofMillis(Math.round(number(json, name) * MILLIS));
  }

  private static Optional<Instant> time(JsonNode json, String name) {
    return Optional.ofNullable(json.get(name)).map(time -> Instant.parse(time.asText()));
  }

  private static List<String> texts(JsonNode json, String name) {
    List<String> texts = new ArrayList<>();
    json.required(name).forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
