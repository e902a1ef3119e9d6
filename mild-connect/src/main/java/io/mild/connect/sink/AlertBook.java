package io.mild.connect.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The alerts that were told and may have to be told again, in a file that is whole or as it was
 * before: an Alertmanager forgets them when it is started anew, and this process must not when it
 * is.
 */
final class AlertBook {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final List<FiringAlert> alerts = new ArrayList<>();

  private AlertBook(Path file) {
    this.file = file;
  }

  /**
   * Reads a book; an empty one where there is none.
   *
   * @throws IOException if the file is no book or can't be read
   */
  static AlertBook open(Path file) throws IOException {
    AlertBook book = new AlertBook(file);
    if (Files.exists(file)) {
      try {
        for (JsonNode alert : JSON.readTree(Files.readAllBytes(file)).required("alerts")) {
          book.alerts.add(alert(alert));
        }
      } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
        throw new IOException(file + " holds no alerts: move it away, and they begin anew", e);
      }
    }
    return book;
  }

  private static FiringAlert alert(JsonNode json) {
    return new FiringAlert(
        json.required("incident").asText(),
        json.required("revision").asInt(),
        texts(json.required("labels")),
        texts(json.required("annotations")),
        Instant.parse(json.required("startsAt").asText()),
        Instant.parse(json.required("told").asText()),
        Optional.ofNullable(json.get("ended")).map(time -> Instant.parse(time.asText())));
  }

  private static Map<String, String> texts(JsonNode json) {
    Map<String, String> texts = new LinkedHashMap<>();
    json.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }

  /** All, in the order of their adding. */
  List<FiringAlert> alerts() {
    return List.copyOf(alerts);
  }

  /** The latest revision of an incident. */
  Optional<FiringAlert> latest(String incident) {
    return alerts.stream()
        .filter(alert -> alert.incident().equals(incident))
        .reduce((before, after) -> after);
  }

  /** Takes alerts in, in the place of those of the same incident and revision, and keeps them. */
  void put(List<FiringAlert> changed) throws IOException {
    for (FiringAlert alert : changed) {
      alerts.removeIf(
          other ->
              other.incident().equals(alert.incident()) && other.revision() == alert.revision());
      alerts.add(alert);
    }
    write();
  }

  /** Forgets alerts, if it has any. */
  void remove(List<FiringAlert> gone) throws IOException {
    if (alerts.removeAll(gone)) {
      write();
    }
  }

  private void write() throws IOException {
    ObjectNode json = JSON.createObjectNode();
    ArrayNode array = json.putArray("alerts");
    for (FiringAlert alert : alerts) {
      ObjectNode one = array.addObject();
      one.put("incident", alert.incident());
      one.put("revision", alert.revision());
      ObjectNode labels = one.putObject("labels");
      alert.labels().forEach(labels::put);
      ObjectNode annotations = one.putObject("annotations");
      alert.annotations().forEach(annotations::put);
      one.put("startsAt", alert.startsAt().toString());
      one.put("told", alert.told().toString());
      alert.ended().ifPresent(time -> one.put("ended", time.toString()));
    }
    byte[] bytes = JSON.writeValueAsBytes(json);
    WholeFile.write(file, out -> out.write(bytes));
  }
}
