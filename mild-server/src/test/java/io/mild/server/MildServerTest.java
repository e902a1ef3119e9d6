package io.mild.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mild.HandMade;
import io.mild.connect.IncidentMessage;
import io.mild.connect.KpiRow;
import io.mild.server.config.ServerConfig;
import io.mild.server.system.Drill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MildServerTest {
  @TempDir Path folder;

  @Test
  void whatASinkIsToldIsWhatThePageShows() throws Exception {
    try (Stage stage = Stage.plain(folder)) {
      JsonNode all =
          stage.await("/api/v1/systems/shop", system -> !system.at("/history").isEmpty());
      String id = all.at("/history/0/id").asText();
      JsonNode steps = stage.json("/api/v1/systems/shop/incidents/" + id).at("/steps");
      List<String> shown = new ArrayList<>();
      steps.forEach(step -> shown.add(step.at("/kind").asText() + step.at("/time").asText()));

      List<String> told = new ArrayList<>();
      for (IncidentMessage message : told(shown.size())) {
        if (message.event().incident().id().equals(id)) {
          told.add(message.event().kind() + message.event().time().toString());
        }
      }
      assertThat(shown).isEqualTo(told);
    }
  }

  @Test
  void aServerThatIsStartedAgainGoesOn() throws Exception {
    Stage first = Stage.plain(folder);
    String id = first.incident();
    first.post("/api/v1/systems/shop/incidents/" + id + "/verdict", "{\"right\": true}");
    String time = first.json("/api/v1/systems/shop").at("/time").asText();
    try (Stage second = first.restarted()) {
      JsonNode story = second.json("/api/v1/systems/shop/incidents/" + id);
      assertThat(story.at("/right").asBoolean(false)).isTrue();
      second.await("/api/v1/systems/shop", now -> now.at("/time").asText().compareTo(time) > 0);
      List<String> ids = new ArrayList<>();
      told(1).forEach(message -> ids.add(message.id()));
      assertThat(new HashSet<>(ids)).as("nothing is told twice").hasSameSizeAs(ids);
    }
  }

  @Test
  void rowsOfOtherKpisAreNotTakenForThoseOfTheModel() throws Exception {
    Stage first = Stage.plain(folder);
    first.incident();
    first.close();
    String csv = Files.readString(folder.resolve("kpis.csv"));
    Files.writeString(folder.resolve("kpis.csv"), csv.replace("\"depth\"", "\"width\""));

    try (MildServer server = MildServer.start(ServerConfig.read(folder.resolve("mild.yaml")))) {
      JsonNode told =
          Stage.of(server, folder)
              .await("/api/v1/systems/shop", system -> !system.at("/problems").isEmpty());
      assertThat(told.at("/standing").asText()).isEqualTo("FAILED");
      assertThat(told.at("/problems/0").asText())
          .contains("its model is of the KPIs [load, depth], but its source has [load, width]");
    }
  }

  @Test
  void twoServersDoNotShareAFolder() throws Exception {
    try (Stage stage = Stage.plain(folder)) {
      stage.incident();
      assertThatThrownBy(() -> MildServer.start(ServerConfig.read(folder.resolve("mild.yaml"))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another process");
    }
  }

  @Test
  void aServerThatCouldNotListenLeavesItsFolderToTheNext() throws Exception {
    Stage first = Stage.plain(folder);
    int taken = first.at("/").getPort();
    Path other = Files.createDirectory(folder.resolve("other"));
    Stage.plain(other).close();
    Path file = other.resolve("mild.yaml");
    String free = Files.readString(file);
    Files.writeString(file, free.replace("127.0.0.1:0", "127.0.0.1:" + taken));
    assertThatThrownBy(() -> MildServer.start(ServerConfig.read(file)))
        .hasMessageContaining("can't listen on");
    first.close();

    Files.writeString(file, free);
    MildServer.start(ServerConfig.read(file)).close();
  }

  @Test
  void aSystemWithoutAModelLearnsOneAndACandidateIsPromoted() throws Exception {
    try (MildServer server = MildServer.start(withGoalsAlone())) {
      Stage stage = Stage.of(server, folder);
      JsonNode ready =
          stage.await("/api/v1/systems/shop", system -> system.at("/model/id").isTextual());
      assertThat(ready.at("/model/failures").asInt()).as("that goals tell").isPositive();
      String before = ready.at("/model/id").asText();

      stage.post("/api/v1/systems/shop/retrain", "");
      JsonNode candidate =
          stage.await("/api/v1/systems/shop", system -> system.at("/candidate/id").isTextual());
      stage.post("/api/v1/systems/shop/promote", "");
      JsonNode after = stage.json("/api/v1/systems/shop");
      assertThat(after.at("/model/id")).isEqualTo(candidate.at("/candidate/id"));
      assertThat(after.at("/previous/id").asText()).isEqualTo(before);
      assertThat(after.has("candidate")).isFalse();
    }
  }

  @Test
  void theTokenThatItMakesIsItsOwn() throws Exception {
    try (MildServer server = MildServer.start(withGoalsAlone())) {
      Path token = folder.resolve("state/token");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(token)).hasSize(48).isEqualTo(Files.readString(token).strip());
      assertThat(server.toString()).doesNotContain(Files.readString(token));
    }
  }

  private ServerConfig withGoalsAlone() throws IOException {
    StringBuilder csv = new StringBuilder("timestamp," + String.join(",", HandMade.KPIS));
    for (int minute = 0; minute < 5000; minute++) {
      KpiRow row = Drill.row(minute);
      csv.append("\n%s,%s,%s".formatted(row.time(), row.values()[0], row.values()[1]));
    }
    Files.writeString(folder.resolve("kpis.csv"), csv + "\n");
    Files.writeString(
        folder.resolve("mild.yaml"),
        """
        listen: 127.0.0.1:0
        state: state
        systems:
          shop:
            source: {csv: {file: kpis.csv, pace: 10ms, trainOn: 0.9}}
            goals:
              api: {holds: load <= 1.6, brokenAfter: 3m}
              orders: {holds: depth <= 1.6, brokenAfter: 3m}
        """);
    return ServerConfig.read(folder.resolve("mild.yaml"));
  }

  private List<IncidentMessage> told(int least) throws Exception {
    Path file = folder.resolve("events.jsonl");
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; lines.size() < least && i < 200; i++) {
      Thread.sleep(20);
      lines = Files.readAllLines(file);
    }
    List<IncidentMessage> told = new ArrayList<>();
    for (String line : lines) {
      told.add(IncidentMessage.ofJson(line));
    }
    return told;
  }
}
