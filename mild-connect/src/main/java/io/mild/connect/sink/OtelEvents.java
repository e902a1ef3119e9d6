package io.mild.connect.sink;

import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.connect.EventSink;
import io.mild.connect.IncidentMessage;
import io.mild.connect.KpiReason;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import java.util.List;
import java.util.Locale;

/**
 * Messages as events of OpenTelemetry: log records named {@code mild.incident.opened}, {@code
 * mild.incident.closed} and so on, whose body is the headline and whose attributes begin with
 * {@code mild.}; there is no convention for incidents yet.
 *
 * <p>Needs {@link io.mild.connect.OptionalLibrary#OPENTELEMETRY} on the class path. A record is
 * delivered when the SDK took it; what its exporter loses is lost.
 */
public final class OtelEvents implements EventSink {
  private static final AttributeKey<String> ID = AttributeKey.stringKey("mild.message.id");
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("mild.system");
  private static final AttributeKey<String> INCIDENT = AttributeKey.stringKey("mild.incident.id");
  private static final AttributeKey<String> ROOT_CAUSE =
      AttributeKey.stringKey("mild.incident.root_cause");
  private static final AttributeKey<String> SEVERITY =
      AttributeKey.stringKey("mild.incident.severity");
  private static final AttributeKey<String> CLOSING =
      AttributeKey.stringKey("mild.incident.closing");
  private static final AttributeKey<String> WHY = AttributeKey.stringKey("mild.incident.why");
  private static final AttributeKey<Double> PROBABILITY =
      AttributeKey.doubleKey("mild.incident.probability");
  private static final AttributeKey<Boolean> NOTIFICATION =
      AttributeKey.booleanKey("mild.notification");
  private static final AttributeKey<List<String>> INTENTS =
      AttributeKey.stringArrayKey("mild.incident.intents");
  private static final AttributeKey<List<String>> KPIS =
      AttributeKey.stringArrayKey("mild.incident.kpis");

  private final Logger logger;

  private OtelEvents(Logger logger) {
    this.logger = logger;
  }

  /** Events of the scope {@code io.mild}. */
  public static OtelEvents to(OpenTelemetry openTelemetry) {
    return new OtelEvents(openTelemetry.getLogsBridge().get("io.mild"));
  }

  @Override
  public void deliver(IncidentMessage message) {
    IncidentEvent event = message.event();
    TrackedIncident incident = event.incident();
    LogRecordBuilder record =
        logger
            .logRecordBuilder()
            .setEventName("mild.incident." + event.kind().name().toLowerCase(Locale.ROOT))
            .setTimestamp(event.time())
            .setSeverity(severity(event))
            .setBody(message.headline())
            .setAttribute(ID, message.id())
            .setAttribute(SYSTEM, message.system())
            .setAttribute(INCIDENT, incident.id())
            .setAttribute(ROOT_CAUSE, incident.rootCause())
            .setAttribute(SEVERITY, AlertLabels.severity(incident))
            .setAttribute(PROBABILITY, incident.probability())
            .setAttribute(NOTIFICATION, event.isNotification())
            .setAttribute(INTENTS, incident.intents())
            .setAttribute(WHY, event.why())
            .setAttribute(KPIS, message.reasons().stream().map(KpiReason::text).toList());
    incident.closing().ifPresent(closing -> record.setAttribute(CLOSING, closing.name()));
    record.emit();
  }

  private static Severity severity(IncidentEvent event) {
    return switch (event.kind()) {
      case CLOSED, ACKNOWLEDGED -> Severity.INFO;
      case OPENED, REOPENED, REVISED, NOTIFIED ->
          switch (event.incident().severity()) {
            case LOW, MEDIUM -> Severity.WARN;
            case HIGH -> Severity.ERROR;
            case CRITICAL -> Severity.ERROR3;
          };
    };
  }
}
