package io.mild.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mild.alerting.incident.Severity;
import io.mild.connect.RefusedException;
import io.mild.connect.Story;
import io.mild.connect.http.FakeServer;
import io.mild.connect.http.FakeServer.Reply;
import io.mild.connect.http.HttpService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a server that takes all; what a real one makes of it, {@code RealAlertmanagerTest} tells.
 */
class AlertmanagerSinkTest {
  private static final Instant OPENED = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir private Path folder;
  private final FakeServer server;
  private final SettableClock clock = new SettableClock(OPENED.plusSeconds(10));
  private final Story story = Story.of("5f-1", OPENED);

  AlertmanagerSinkTest() throws IOException {
    server = FakeServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anIncidentThatIsToldIsAnAlert() throws Exception {
    sink().deliver(story.opened("database"));
    JsonNode alert = posted(0).get(0);

    assertThat(server.requests().get(0).path()).isEqualTo("/api/v2/alerts");
    assertThat(texts(alert.get("labels")))
        .isEqualTo(
            Map.of(
                "alertname", "MildIncident",
                "system", "shop",
                "root_cause", "database",
                "severity", "medium",
                "incident", "5f-1",
                "revision", "1"));
    assertThat(alert.get("startsAt").asText()).isEqualTo("2026-03-01T08:00:00Z");
    assertThat(alert.get("endsAt").asText()).isEqualTo("2026-03-01T08:15:10Z");
    assertThat(texts(alert.get("annotations")))
        .containsEntry("expected_from", "2026-03-01T08:20:00Z")
        .containsEntry("expected_until", "2026-03-01T09:15:00Z")
        .containsEntry("intents", "api, orders")
        .containsEntry("kpis", "api_latency 182 (usual 95–110); queue 7");
  }

  @Test
  void anotherRootCauseOrSeverityIsTheNextAlertAndEndsTheFormer() throws Exception {
    AlertmanagerSink sink = sink();
    sink.deliver(story.opened("api"));
    clock.advance(Duration.ofMinutes(5));
    sink.deliver(story.revised(5, "database", Severity.MEDIUM));
    clock.advance(Duration.ofMinutes(1));
    sink.deliver(story.revised(6, "database", Severity.HIGH));
    clock.advance(Duration.ofMinutes(1));
    sink.deliver(story.revised(7, "api", Severity.MEDIUM));

    assertThat(revisions(1)).containsExactly("1 api ended", "2 database firing");
    assertThat(revisions(2)).containsExactly("2 database ended", "3 database firing");
    assertThat(revisions(3)).containsExactly("3 database ended", "4 api firing");
    assertThat(posted(1).get(0).get("endsAt").asText()).isEqualTo("2026-03-01T08:05:10Z");
    assertThat(posted(1).get(1).get("startsAt").asText()).isEqualTo("2026-03-01T08:05:00Z");
  }

  @Test
  void whatElseChangesIsAnAnnotationOfTheSameAlert() throws Exception {
    AlertmanagerSink sink = sink();
    sink.deliver(story.opened("api"));
    sink.deliver(story.revised(5, "api", Severity.MEDIUM));

    assertThat(posted(1).get(0).get("labels")).isEqualTo(posted(0).get(0).get("labels"));
    assertThat(posted(1).get(0).get("annotations").get("summary").asText())
        .startsWith("shop: revised");
  }

  @Test
  void aClosedIncidentsAlertEnds() throws Exception {
    AlertmanagerSink sink = sink();
    sink.deliver(story.opened("api"));
    clock.advance(Duration.ofMinutes(30));
    sink.deliver(story.closed(30, "api"));
    sink.deliver(story.closed(30, "api"));

    assertThat(revisions(1)).containsExactly("1 api ended");
    assertThat(server.requests()).as("the second is told already").hasSize(2);
  }

  @Test
  void oneThatIsReopenedIsTheNextAlert() throws Exception {
    AlertmanagerSink sink = sink();
    sink.deliver(story.opened("api"));
    sink.deliver(story.closed(30, "api"));
    sink.deliver(story.reopened(40, "api"));

    assertThat(revisions(2)).containsExactly("2 api firing");
  }

  /**
   * Muted or acknowledged after it was told: it stays as it was told, and ends with the incident.
   */
  @Test
  void whatIsHeldBackOfWhatWasToldIsAnAnnotation() throws Exception {
    AlertmanagerSink sink = sink();
    sink.deliver(story.opened("api"));
    story.heldBack();
    sink.deliver(story.revised(5, "database", Severity.CRITICAL));
    sink.deliver(story.closed(9, "database"));

    assertThat(revisions(1)).containsExactly("1 api firing");
    assertThat(posted(1).get(0).get("annotations").get("summary").asText())
        .contains("root cause database");
    assertThat(revisions(2)).containsExactly("1 api ended");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void whatIsHeldBackIsNotTold() throws Exception {
    AlertmanagerSink sink = sink();
    Story held = Story.of("6a-1", OPENED).heldBack();
    sink.deliver(held.opened("api"));
    sink.deliver(held.revised(5, "database", Severity.HIGH));
    sink.deliver(held.closed(9, "database"));

    assertThat(server.requests()).isEmpty();
  }

  @Test
  void oneThatIsReopenedButHeldBackIsNotTold() throws Exception {
    AlertmanagerSink sink = sink();
    sink.deliver(story.opened("api"));
    sink.deliver(story.closed(30, "api"));
    sink.deliver(story.heldBack().reopened(40, "api"));

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aStepThatComesAgainAfterALaterOneIsLeftOut() throws Exception {
    AlertmanagerSink sink = sink();
    sink.deliver(story.opened("api"));
    sink.deliver(story.revised(5, "database", Severity.MEDIUM));
    sink.deliver(story.opened("api"));

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void whatHoldsIsSaidAgainAtAThirdOfItsLifetimeAlsoAfterARestart() throws Exception {
    AlertmanagerSink sink = sink();
    sink.refresh();
    sink.deliver(story.opened("api"));
    clock.advance(Duration.ofSeconds(299));
    sink.refresh();
    assertThat(server.requests()).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    sink.refresh();
    sink.refresh();
    assertThat(revisions(1)).containsExactly("1 api firing");
    assertThat(posted(1).get(0).get("endsAt").asText()).isEqualTo("2026-03-01T08:20:10Z");
    assertThat(server.requests()).hasSize(2);

    sink().refresh();
    assertThat(posted(2)).isEqualTo(posted(1));
  }

  @Test
  void anEndIsSaidAgainForALifetime() throws Exception {
    AlertmanagerSink sink = sink();
    sink.deliver(story.opened("api"));
    sink.deliver(story.closed(0, "api"));
    clock.advance(Duration.ofMinutes(14));
    sink.refresh();
    assertThat(revisions(2)).containsExactly("1 api ended");
    clock.advance(Duration.ofMinutes(14));
    sink.refresh();
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void allOfAClusterAreToldAndOneIsEnough() throws Exception {
    try (FakeServer other = FakeServer.start()) {
      other.answering(request -> Reply.of(503, ""));
      AlertmanagerSink sink = sink(other.service(), server.service());
      sink.deliver(story.opened("api"));
      assertThat(server.requests()).hasSize(1);
      other.answering(request -> Reply.of(200, ""));
      clock.advance(Duration.ofSeconds(15));
      sink.refresh();
      assertThat(other.requests()).as("soon").hasSize(2);

      other.answering(request -> Reply.of(503, ""));
      server.answering(request -> Reply.of(500, ""));
      assertThatIOException()
          .isThrownBy(() -> sink.deliver(story.closed(9, "api")))
          .isNotInstanceOf(RefusedException.class);
    }
  }

  @Test
  void ofABatchThatIsRefusedOnlyTheInvalidIsLeftOut() throws Exception {
    AlertmanagerSink sink = sink();
    sink.deliver(story.opened("api"));
    server.answering(
        request ->
            request.body().contains("\"root_cause\":\"bad\"")
                ? Reply.of(400, "\"invalid label set\"")
                : Reply.of(200, ""));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> sink.deliver(story.revised(5, "bad", Severity.HIGH)))
        .withMessageContaining("invalid label set");

    clock.advance(Duration.ofMinutes(5));
    sink.refresh();
    assertThat(revisions(server.requests().size() - 1)).containsExactly("1 api ended");
  }

  @Test
  void namesOfLabelsAreThoseThatAllVersionsTake() throws Exception {
    sink().withLabels("Drift", Map.of("team.name", "a", "1st", "b")).deliver(story.opened("api"));

    assertThat(texts(posted(0).get(0).get("labels")))
        .containsEntry("alertname", "Drift")
        .containsEntry("team_name", "a")
        .containsEntry("_1st", "b");
  }

  @Test
  void aBeginAheadOfTheClockIsNow() throws Exception {
    Story ahead = Story.of("7b-1", clock.instant().plusSeconds(60));
    sink().deliver(ahead.opened("api"));

    assertThat(posted(0).get(0).get("startsAt").asText()).isEqualTo("2026-03-01T08:00:10Z");
  }

  @Test
  void aStateThatIsNoneIsRefusedWithWhatToDo() throws Exception {
    Files.writeString(folder.resolve("alerts.json"), "{\"alerts\":[{}]}");
    assertThatIOException().isThrownBy(this::sink).withMessageContaining("move it away");
  }

  @Test
  void badSettingsAreRefused() throws Exception {
    AlertmanagerSink sink = sink();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sink.withLifetime(Duration.ofSeconds(2)))
        .withMessageContaining("PT2S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlertmanagerSink.to(List.of(), folder.resolve("x")));
  }

  private AlertmanagerSink sink(HttpService... cluster) throws IOException {
    List<HttpService> all = cluster.length == 0 ? List.of(server.service()) : List.of(cluster);
    return AlertmanagerSink.to(all, folder.resolve("alerts.json")).withClock(clock);
  }

  private JsonNode posted(int request) throws IOException {
    return new ObjectMapper().readTree(server.requests().get(request).body());
  }

  /** Revision, root cause and whether it fires. */
  private List<String> revisions(int request) throws IOException {
    List<String> revisions = new ArrayList<>();
    for (JsonNode alert : posted(request)) {
      boolean isEnded = !Instant.parse(alert.get("endsAt").asText()).isAfter(clock.instant());
      revisions.add(
          "%s %s %s"
              .formatted(
                  alert.get("labels").get("revision").asText(),
                  alert.get("labels").get("root_cause").asText(),
                  isEnded ? "ended" : "firing"));
    }
    return revisions;
  }

  private static Map<String, String> texts(JsonNode json) {
    return new ObjectMapper().convertValue(json, new TypeReference<Map<String, String>>() {});
  }
}
