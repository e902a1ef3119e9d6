package io.mild.connect.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mild.alerting.incident.Severity;
import io.mild.connect.Outbox;
import io.mild.connect.OutboxSettings;
import io.mild.connect.Story;
import io.mild.connect.http.FakeServer;
import io.mild.connect.sink.AlertmanagerSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the Alertmanager of this machine tells a receiver, with a lifetime of an alert of 4 s in the
 * place of a quarter of an hour, and a group interval of 1 s in that of five minutes.
 */
class RealAlertmanagerTest {
  private static final Duration LIFETIME = Duration.ofSeconds(4);
  private static final Duration LONG = Duration.ofSeconds(15);

  @TempDir private Path folder;
  private final FakeServer receiver;
  private final Story story = Story.of("5f-1", Instant.now().minusSeconds(60));
  private RealAlertmanager alertmanager;
  private Outbox outbox;

  RealAlertmanagerTest() throws IOException {
    receiver = FakeServer.start();
  }

  @BeforeEach
  void start() throws Exception {
    alertmanager = RealAlertmanager.start(folder, receiver.address());
    outbox = open();
  }

  private Outbox open() throws IOException {
    AlertmanagerSink sink =
        AlertmanagerSink.to(List.of(alertmanager.service()), folder.resolve("alerts.json"))
            .withLifetime(LIFETIME)
            .withLabels("MildIncident", Map.of("team.name", "a.b"));
    return Outbox.open(
        folder.resolve("outbox"),
        OutboxSettings.DEFAULT.withRetries(Duration.ofMillis(50), Duration.ofMillis(200)),
        Map.of("alertmanager", sink));
  }

  @AfterEach
  void stop() throws Exception {
    if (outbox != null) {
      outbox.close();
    }
    if (alertmanager != null) {
      alertmanager.close();
    }
    receiver.close();
  }

  @Test
  void anotherRootCauseIsToldWithinTheGroupInterval() throws Exception {
    outbox.append(story.opened("api"));
    awaitTold("firing 1 api");
    long revised = System.nanoTime();
    outbox.append(story.revised(0, "database", Severity.HIGH));
    awaitTold("firing 2 database");

    assertThat(Duration.ofNanos(System.nanoTime() - revised))
        .as("a group interval of 1 s, and what this machine needs")
        .isLessThan(Duration.ofSeconds(3));
    outbox.append(story.closed(1, "database"));
    awaitTold("resolved 2 database");
    assertThat(told()).as("once").filteredOn("firing 1 api"::equals).hasSize(1);
  }

  @Test
  void anOutageInTheMiddleOfAnIncidentResolvesNothingAndTellsNothingTwice() throws Exception {
    outbox.append(story.opened("api"));
    awaitTold("firing 1 api");
    alertmanager.stop();
    Thread.sleep(LIFETIME.toMillis() / 2);
    alertmanager.startAgain();
    Thread.sleep(LIFETIME.toMillis() * 3 / 2); // long enough for an alert that is not said again

    assertThat(told()).as("neither resolved nor told again").containsExactly("firing 1 api");
    outbox.append(story.closed(5, "api"));
    awaitTold("resolved 1 api");
  }

  @Test
  void whatChangesInAnOutageIsToldAfterIt() throws Exception {
    outbox.append(story.opened("api"));
    awaitTold("firing 1 api");
    alertmanager.stop();
    outbox.append(story.revised(1, "database", Severity.HIGH));
    Thread.sleep(500);
    assertThat(outbox.states().get(0).waiting()).isEqualTo(1);
    alertmanager.startAgain();

    awaitTold("firing 2 database");
  }

  /** What is said again is on disk, and what was told before is the same alert. */
  @Test
  void aRestartOfOursResolvesNothingAndTellsNothingTwice() throws Exception {
    outbox.append(story.opened("api"));
    awaitTold("firing 1 api");
    outbox.close();
    Files.delete(folder.resolve("outbox/alertmanager.cursor")); // so that all comes again
    Files.write(folder.resolve("outbox/alertmanager.cursor"), new byte[1]);
    outbox = open();
    Thread.sleep(LIFETIME.toMillis() * 4 / 3);

    assertThat(told()).containsExactly("firing 1 api");
  }

  /** Each alert of each notification: its status, revision and root cause. */
  private List<String> told() throws IOException {
    List<String> told = new ArrayList<>();
    for (FakeServer.Request request : receiver.requests()) {
      JsonNode notification = new ObjectMapper().readTree(request.body());
      for (JsonNode alert : notification.get("alerts")) {
        JsonNode labels = alert.get("labels");
        told.add(
            "%s %s %s"
                .formatted(
                    alert.get("status").asText(),
                    labels.get("revision").asText(),
                    labels.get("root_cause").asText()));
      }
    }
    return told;
  }

  private void awaitTold(String what) throws Exception {
    Predicate<String> wanted = what::equals;
    long end = System.nanoTime() + LONG.toNanos();
    while (told().stream().noneMatch(wanted)) {
      if (System.nanoTime() > end) {
        fail(what + " was not told, but " + told() + "; " + outbox.states());
      }
      Thread.sleep(20);
    }
  }
}
