package io.mild.benchmarks.experiment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Results as JSON. NaN, which JSON does not have, is null.
 *
 * <pre>{@code
 * {"experiment": {...},
 *  "models": {"mild": {"folds": [{"fold": 1, "detection": {"all": 0.9, "api": 1, ...}, ...}],
 *                      "summary": {"detection": {"all": {"mean": .., "sd": .., "folds": 10}}},
 *                      "pooled": {...}}},
 *  "comparisons": [...]}
 * }</pre>
 *
 * <p>A summary has the mean and standard deviation over the folds of each figure that is a number
 * or yes and no (1 and 0), over those folds that have it. Pooled are the {@link FailureFigures} of
 * all folds' failures together.
 */
final class ExperimentJson {
  /** What a fold is, not what came of it. */
  private static final Set<String> NO_FIGURES = Set.of("fold", "testStart", "testEnd", "settings");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().addModule(new NanAsNull()).build();

  private ExperimentJson() {}

  /** Writes any of this package's records, whole or not at all. */
  static void write(Path file, Object content) throws IOException {
    WholeFile.writeText(
        file,
        writer -> {
          writer.write(MAPPER.writeValueAsString(content));
          writer.write("\n");
        });
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is something else
   */
  static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      return MAPPER.readValue(Files.readAllBytes(file), type);
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " is not what this version writes; delete it: " + e.getOriginalMessage(), e);
    }
  }

  /** Writes {@code results.json}. */
  static void write(Path file, ExperimentResults results) throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    root.set("experiment", MAPPER.valueToTree(results.settings()));
    ObjectNode models = root.putObject("models");
    for (Map.Entry<String, List<FoldResult>> model : results.folds().entrySet()) {
      ObjectNode node = models.putObject(model.getKey());
      ArrayNode folds = node.putArray("folds");
      model.getValue().forEach(fold -> folds.add(MAPPER.<JsonNode>valueToTree(fold)));
      List<JsonNode> all = new ArrayList<>();
      folds.forEach(all::add);
      node.set("summary", summary(all));
      node.set(
          "pooled",
          MAPPER.valueToTree(
              FailureFigures.of(
                  model.getValue().stream().flatMap(f -> f.alerts().outcomes().stream()).toList(),
                  results.settings().intents(),
                  results.settings().horizon())));
    }
    root.set(
        "comparisons",
        MAPPER.valueToTree(Comparisons.of(results.folds(), results.settings().horizonMinutes())));
    write(file, (Object) root);
  }

  private static ObjectNode summary(List<JsonNode> folds) {
    ObjectNode summary = MAPPER.createObjectNode();
    for (String name : names(folds)) {
      List<JsonNode> values =
          folds.stream().map(fold -> fold.path(name)).filter(value -> !value.isNull()).toList();
      if (values.stream().allMatch(JsonNode::isObject)) {
        ObjectNode inner = summary(values);
        if (!inner.isEmpty()) {
          summary.set(name, inner);
        }
      } else if (values.stream()
          .allMatch(v -> v.isNumber() || v.isBoolean() || v.isMissingNode())) {
        SummaryStatistics statistics = new SummaryStatistics();
        values.stream()
            .filter(value -> !value.isMissingNode())
            .forEach(
                v -> statistics.addValue(v.isBoolean() ? (v.asBoolean() ? 1 : 0) : v.asDouble()));
        ObjectNode figure = summary.putObject(name);
        figure.set("mean", MAPPER.valueToTree(statistics.getMean()));
        figure.set("sd", MAPPER.valueToTree(statistics.getStandardDeviation()));
        figure.put("folds", statistics.getN());
      }
    }
    return summary;
  }

  /** The names of figures, in the order in which they come up. */
  private static List<String> names(List<JsonNode> folds) {
    List<String> names = new ArrayList<>();
    for (JsonNode fold : folds) {
      for (Iterator<String> own = fold.fieldNames(); own.hasNext(); ) {
        String name = own.next();
        if (!names.contains(name) && !NO_FIGURES.contains(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** Numbers that may not be there. */
  private static final class NanAsNull extends SimpleModule {
    private static final long serialVersionUID = 1;

    NanAsNull() {
      addSerializer(Double.class, new Writer());
      addSerializer(double.class, new Writer());
      addDeserializer(Double.class, new Reader());
      addDeserializer(double.class, new Reader());
    }

    private static final class Writer extends StdScalarSerializer<Double> {
      private static final long serialVersionUID = 1;

      Writer() {
        super(Double.class);
      }

      @Override
      public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        if (Double.isFinite(value)) {
          json.writeNumber(value);
        } else {
          json.writeNull();
        }
      }
    }

    private static final class Reader extends StdScalarDeserializer<Double> {
      private static final long serialVersionUID = 1;

      Reader() {
        super(Double.class);
      }

      @Override
      public Double deserialize(JsonParser json, DeserializationContext context)
          throws IOException {
        return json.getDoubleValue();
      }

      @Override
      public Double getNullValue(DeserializationContext context) {
        return Double.NaN;
      }
    }
  }
}
