package io.mild.connect.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mild.internal.io.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a server says that it has: metrics, their types, and targets. */
final class InventoryReader {
  private InventoryReader() {}

  /** The answer of {@code /api/v1/label/__name__/values}. */
  static List<String> names(byte[] body) throws IOException {
    List<String> names = new ArrayList<>();
    AnswerReader.read(
        body,
        json ->
            AnswerReader.readAll(
                json,
                json.currentToken(),
                element -> names.add(AnswerReader.text(element, element.currentToken()))));
    return List.copyOf(names);
  }

  /** The answer of {@code /api/v1/metadata}; of a metric with several types one. */
  static Map<String, String> types(byte[] body) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    AnswerReader.read(
        body,
        json -> {
          AnswerReader.require(json, json.currentToken(), JsonToken.START_OBJECT);
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String metric = json.currentName();
            AnswerReader.readAll(
                json,
                json.nextToken(),
                each -> field(each, "type").ifPresent(type -> types.put(metric, type)));
          }
          AnswerReader.require(json, json.currentToken(), JsonToken.END_OBJECT);
        });
    return types;
  }

  /** The answer of {@code /api/v1/targets}: how many targets are scraped how often. */
  static Map<Duration, Integer> scrapeIntervals(byte[] body) throws IOException {
    Map<Duration, Integer> counts = new LinkedHashMap<>();
    AnswerReader.read(
        body,
        json -> {
          AnswerReader.require(json, json.currentToken(), JsonToken.START_OBJECT);
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean areTargets = json.currentName().equals("activeTargets");
            JsonToken value = json.nextToken();
            if (areTargets) {
              AnswerReader.readAll(json, value, target -> count(target, counts));
            } else {
              json.skipChildren();
            }
          }
          AnswerReader.require(json, json.currentToken(), JsonToken.END_OBJECT);
        });
    return counts;
  }

  /** Older servers do not say it. */
  private static void count(JsonParser target, Map<Duration, Integer> counts) throws IOException {
    Optional<String> interval = field(target, "scrapeInterval");
    if (interval.isPresent()) {
      try {
        counts.merge(DurationText.parse(interval.get()), 1, Integer::sum);
      } catch (IllegalArgumentException e) {
        throw new IOException("a target's scrape interval " + e.getMessage(), e);
      }
    }
  }

  /** A field of an object, whose first token is the current one. */
  private static Optional<String> field(JsonParser json, String wanted) throws IOException {
    AnswerReader.require(json, json.currentToken(), JsonToken.START_OBJECT);
    Optional<String> found = Optional.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals(wanted)) {
        found = Optional.of(AnswerReader.text(json, value));
      } else {
        json.skipChildren();
      }
    }
    AnswerReader.require(json, json.currentToken(), JsonToken.END_OBJECT);
    return found;
  }
}
