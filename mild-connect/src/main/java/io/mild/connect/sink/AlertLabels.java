package io.mild.connect.sink;

import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.connect.IncidentMessage;
import io.mild.connect.KpiReason;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an incident is in an Alertmanager's words. */
final class AlertLabels {
  static final String ROOT_CAUSE = "root_cause";
  static final String SEVERITY = "severity";

  private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^a-zA-Z0-9_]");

  private AlertLabels() {}

  /** A label's name that all versions take: 0.25 refuses a full stop. */
  static String name(String text) {
    String name = NOT_OF_A_NAME.matcher(text).replaceAll("_");
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  /** Labels: what one groups and routes by. A change of one of them is another alert. */
  static Map<String, String> labels(
      IncidentMessage message, int revision, String alertName, Map<String, String> more) {
    TrackedIncident incident = message.event().incident();
    Map<String, String> labels = new LinkedHashMap<>(more);
    labels.put("alertname", alertName);
    labels.put("system", message.system());
    labels.put(ROOT_CAUSE, incident.rootCause());
    labels.put(SEVERITY, severity(incident));
    labels.put("incident", incident.id());
    labels.put("revision", Integer.toString(revision));
    return labels;
  }

  static String severity(TrackedIncident incident) {
    return incident.severity().name().toLowerCase(Locale.ROOT);
  }

  /** Annotations: what people read, and what changes without their being told again. */
  static Map<String, String> annotations(IncidentMessage message) {
    IncidentEvent event = message.event();
    TrackedIncident incident = event.incident();
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("summary", message.headline());
    texts.put("intents", String.join(", ", incident.intents()));
    texts.put("probability", String.format(Locale.ROOT, "%.2f", incident.probability()));
    texts.put(
        "root_cause_probability", String.format(Locale.ROOT, "%.2f", incident.rootProbability()));
    texts.put("confidence", String.format(Locale.ROOT, "%.2f", incident.confidence()));
    texts.put("opened", incident.opened().toString());
    message
        .expected()
        .ifPresent(
            expected -> {
              texts.put("expected_from", expected.from().toString());
              texts.put("expected_until", expected.until().toString());
            });
    texts.put("why", event.why());
    if (!message.reasons().isEmpty()) {
      texts.put(
          "kpis",
          message.reasons().stream().map(KpiReason::text).collect(Collectors.joining("; ")));
    }
    texts.put("message_id", message.id());
    return texts;
  }
}
