package io.mild.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.connect.http.HttpAccess;
import io.mild.connect.prometheus.KpiQuery;
import io.mild.connect.prometheus.PrometheusClient;
import io.mild.connect.prometheus.PrometheusSource;
import io.mild.connect.sink.AlertmanagerSink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What docs/connect.md shows compiles. */
class GuideTest {
  @Test
  void theGuidesFirstExampleIsTheOneBelow() throws IOException {
    String guide = Files.readString(Path.of("../docs/connect.md"));
    String source =
        Files.readString(Path.of("../mild-connect/src/test/java/io/mild/connect/GuideTest.java"));
    String example = guide.substring(guide.indexOf("```java\n") + 8, guide.indexOf("\n```\n"));

    assertThat(source.lines().map(String::strip).toList())
        .containsSequence(example.lines().map(String::strip).toList());
  }

  static void example(Path model, Path folder) throws IOException, InterruptedException {
    HttpAccess http = HttpAccess.create();
    PrometheusSource source =
        PrometheusSource.of(
            new PrometheusClient(http.to(URI.create("http://127.0.0.1:9090"))),
            List.of(
                new KpiQuery("api_latency", "api_latency_seconds{job=\"shop\"}"),
                new KpiQuery("queue", "sum(last_over_time(queue_length[59s]))")),
            Duration.ofMinutes(1));
    EventSink pager =
        AlertmanagerSink.to(
            List.of(http.to(URI.create("http://127.0.0.1:9093"))), folder.resolve("alerts.json"));
    AssuranceStream stream = Mild.load(model).openStream();
    try (Outbox outbox =
        Outbox.open(folder.resolve("outbox"), OutboxSettings.DEFAULT, Map.of("pager", pager))) {
      while (!Thread.interrupted()) {
        for (KpiRow row : source.poll(Instant.now())) {
          Assessment now = stream.accept(row.time(), row.values());
          outbox.append(IncidentMessage.allOf("shop", now));
        }
        Thread.sleep(1000);
      }
    }
  }
}
