package io.mild.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.alerting.incident.Severity;
import io.mild.connect.IncidentMessage;
import io.mild.connect.Story;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OtelEventsTest {
  private static final Instant OPENED = Instant.parse("2026-03-01T08:00:00Z");

  private final InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();
  private final OtelEvents sink =
      OtelEvents.to(
          OpenTelemetrySdk.builder()
              .setLoggerProvider(
                  SdkLoggerProvider.builder()
                      .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                      .build())
              .build());

  @Test
  void aStepIsAnEventOfItsName() {
    Story story = Story.of("5f-1", OPENED);
    IncidentMessage opened = story.opened("database");
    sink.deliver(opened);
    sink.deliver(story.revised(5, "database", Severity.CRITICAL));
    sink.deliver(story.closed(9, "database"));

    List<LogRecordData> records = exporter.getFinishedLogRecordItems();
    assertThat(records)
        .extracting(LogRecordData::getEventName)
        .containsExactly("mild.incident.opened", "mild.incident.revised", "mild.incident.closed");
    assertThat(records)
        .extracting(record -> record.getSeverity().name())
        .containsExactly("WARN", "ERROR3", "INFO");
    LogRecordData first = records.get(0);
    assertThat(Objects.requireNonNull(first.getBodyValue()).asString())
        .isEqualTo(opened.headline());
    assertThat(first.getTimestampEpochNanos())
        .isEqualTo(TimeUnit.SECONDS.toNanos(OPENED.getEpochSecond()));
    assertThat(first.getAttributes().get(AttributeKey.stringKey("mild.message.id")))
        .isEqualTo(opened.id());
    assertThat(first.getAttributes().get(AttributeKey.stringArrayKey("mild.incident.intents")))
        .containsExactly("api", "orders");
    assertThat(records.get(2).getAttributes().get(AttributeKey.stringKey("mild.incident.closing")))
        .isEqualTo("RECOVERED");
  }
}
