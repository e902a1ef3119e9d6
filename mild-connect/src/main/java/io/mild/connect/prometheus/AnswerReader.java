package io.mild.connect.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.mild.connect.OneLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of the HTTP API, whatever they are: bytes that are none give an {@link IOException}
 * and nothing else. Answers may be long, so they are never a tree.
 */
final class AnswerReader {
  private static final int MOST_DEPTH = 32;
  private static final int MOST_WARNINGS = 20;
  private static final double MOST_SECONDS = 1e11; // some 3000 years
  private static final double MILLIS = 1000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
          .build();

  private final Element data;
  private final List<TimeSeries> series = new ArrayList<>();
  private final List<PrometheusRule> rules = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private String status = "";
  private String errorType = "";
  private String error = "";
  private String resultType = "";

  private AnswerReader() {
    this.data = this::readData;
  }

  private AnswerReader(Element data) {
    this.data = data;
  }

  /**
   * Reads the answer of a range query.
   *
   * @throws IOException if it is none; the message says what was wrong
   */
  static RangeAnswer range(byte[] json) throws IOException {
    AnswerReader reader = read(json);
    if (!reader.resultType.equals("matrix")) {
      throw new IOException(
          "a matrix was expected, but the result's type is '%s'"
              .formatted(OneLine.of(reader.resultType)));
    }
    return new RangeAnswer(List.copyOf(reader.series), List.copyOf(reader.warnings));
  }

  /**
   * Reads the answer of {@code /api/v1/rules}.
   *
   * @throws IOException if it is none
   */
  static List<PrometheusRule> rules(byte[] json) throws IOException {
    return List.copyOf(read(json).rules);
  }

  /**
   * Reads another answer.
   *
   * @param data reads what is in the field {@code data}
   * @throws IOException if it is none
   */
  static void read(byte[] json, Element data) throws IOException {
    new AnswerReader(data).requireSuccess(json);
  }

  /** What the server says of an error; empty if the bytes say nothing. */
  static String error(byte[] json) {
    AnswerReader reader = new AnswerReader();
    try {
      reader.readAll(json);
    } catch (IOException e) {
      return ""; // a proxy's page, say
    }
    return reader.error.isEmpty() ? "" : reader.errorType + ": " + reader.error;
  }

  private static AnswerReader read(byte[] json) throws IOException {
    AnswerReader reader = new AnswerReader();
    reader.requireSuccess(json);
    return reader;
  }

  private void requireSuccess(byte[] json) throws IOException {
    readAll(json);
    if (!status.equals("success")) {
      throw new IOException(
          OneLine.of(
              error.isEmpty()
                  ? "its status is '" + status + "', not success"
                  : errorType + ": " + error));
    }
  }

  private void readAll(byte[] bytes) throws IOException {
    try (JsonParser json = JSON.createParser(bytes)) {
      require(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
          case "status" -> status = text(json, value);
          case "errorType" -> errorType = text(json, value);
          case "error" -> error = text(json, value);
          case "warnings", "infos" -> readWarnings(json, value);
          case "data" -> data.read(json);
          default -> json.skipChildren();
        }
      }
      require(json, json.currentToken(), JsonToken.END_OBJECT);
    }
  }

  private void readWarnings(JsonParser json, JsonToken start) throws IOException {
    if (start == JsonToken.VALUE_NULL) {
      return;
    }
    require(json, start, JsonToken.START_ARRAY);
    JsonToken token;
    while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
      String warning = OneLine.of(text(json, token));
      if (warnings.size() < MOST_WARNINGS) {
        warnings.add(warning);
      }
    }
  }

  private void readData(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "resultType" -> resultType = text(json, value);
        case "result" -> readAll(json, value, this::readSeries);
        case "groups" -> readAll(json, value, this::readGroup);
        default -> json.skipChildren();
      }
    }
    require(json, json.currentToken(), JsonToken.END_OBJECT);
  }

  /** Reads one element, whose first token is the current one. */
  interface Element {
    void read(JsonParser json) throws IOException;
  }

  static void readAll(JsonParser json, JsonToken start, Element element) throws IOException {
    require(json, start, JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read(json);
    }
  }

  private void readSeries(JsonParser json) throws IOException {
    Samples samples = new Samples();
    Map<String, String> labels = Map.of();
    boolean isHistogram = false;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren(); // of a scalar or a string, which the result's type tells
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "metric" -> labels = texts(json, value);
        case "values" -> readAll(json, value, samples::read);
        case "histogram", "histograms" -> {
          isHistogram = true;
          json.skipChildren();
        }
        default -> json.skipChildren();
      }
    }
    require(json, json.currentToken(), JsonToken.END_OBJECT);
    series.add(new TimeSeries(labels, samples.times(), samples.values(), isHistogram));
  }

  private void readGroup(JsonParser json) throws IOException {
    require(json, json.currentToken(), JsonToken.START_OBJECT);
    String group = "";
    List<RuleFields> all = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "name" -> group = text(json, value);
        case "rules" -> readAll(json, value, element -> all.add(readRule(element)));
        default -> json.skipChildren();
      }
    }
    require(json, json.currentToken(), JsonToken.END_OBJECT);
    for (RuleFields fields : all) {
      rules.add(fields.of(group));
    }
  }

  private static RuleFields readRule(JsonParser json) throws IOException {
    require(json, json.currentToken(), JsonToken.START_OBJECT);
    RuleFields rule = new RuleFields();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "name" -> rule.name = text(json, value);
        case "query" -> rule.expression = text(json, value);
        case "type" -> rule.type = text(json, value);
        case "duration" -> rule.seconds = number(json, value);
        case "labels" -> rule.labels = texts(json, value);
        case "annotations" -> rule.annotations = texts(json, value);
        default -> json.skipChildren();
      }
    }
    require(json, json.currentToken(), JsonToken.END_OBJECT);
    return rule;
  }

  /** A text; also of a number, for some write one. */
  static String text(JsonParser json, JsonToken token) throws IOException {
    if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
      throw unexpected(json, token);
    }
    return json.getText();
  }

  private static double number(JsonParser json, JsonToken token) throws IOException {
    if (!token.isNumeric()) {
      throw unexpected(json, token);
    }
    return json.getDoubleValue();
  }

  private static Map<String, String> texts(JsonParser json, JsonToken start) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (start == JsonToken.VALUE_NULL) {
      return texts;
    }
    require(json, start, JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      texts.put(name, text(json, json.nextToken()));
    }
    require(json, json.currentToken(), JsonToken.END_OBJECT);
    return texts;
  }

  static void require(JsonParser json, @Nullable JsonToken is, JsonToken expected)
      throws IOException {
    if (is != expected) {
      throw unexpected(json, is);
    }
  }

  private static IOException unexpected(JsonParser json, @Nullable JsonToken token) {
    return new IOException(
        "%s was not expected at byte %d"
            .formatted(
                token == null ? "the end" : token, json.currentTokenLocation().getByteOffset()));
  }

  /** Pairs of a time in seconds and a value in quotes. */
  private static final class Samples {
    private long[] times = new long[64];
    private double[] values = new double[64];
    private int count;

    void read(JsonParser json) throws IOException {
      require(json, json.currentToken(), JsonToken.START_ARRAY);
      double seconds = number(json, json.nextToken());
      if (!(Math.abs(seconds) < MOST_SECONDS)) {
        throw new IOException("%s is no time in seconds".formatted(seconds));
      }
      String value = text(json, json.nextToken());
      require(json, json.nextToken(), JsonToken.END_ARRAY);
      add(Math.round(seconds * MILLIS), value(value));
    }

    /** Infinity is written {@code +Inf}, which nothing of the JDK reads. */
    private static double value(String text) throws IOException {
      return switch (text) {
        case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> {
          try {
            yield Double.parseDouble(text);
          } catch (NumberFormatException e) {
            throw new IOException("'%s' is no value".formatted(OneLine.of(text)), e);
          }
        }
      };
    }

    private void add(long time, double value) throws IOException {
      if (count > 0 && time <= times[count - 1]) {
        throw new IOException("samples are not in the order of time");
      }
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      times[count] = time;
      values[count] = value;
      count++;
    }

    long[] times() {
      return Arrays.copyOf(times, count);
    }

    double[] values() {
      return Arrays.copyOf(values, count);
    }
  }

  /** A rule's fields as they come. */
  private static final class RuleFields {
    String name = "";
    String expression = "";
    String type = "";
    double seconds;
    Map<String, String> labels = Map.of();
    Map<String, String> annotations = Map.of();

    PrometheusRule of(String group) throws IOException {
      if (!(seconds >= 0 && seconds < MOST_SECONDS)) {
        throw new IOException(
            "rule '%s' has a duration of %s s".formatted(OneLine.of(name), seconds));
      }
      return new PrometheusRule(
          group,
          name,
          type.equals("alerting"),
          expression,
          Duration.ofMillis(Math.round(seconds * MILLIS)),
          labels,
          annotations);
    }
  }
}
