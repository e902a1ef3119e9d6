package io.mild.benchmarks.scaling.evaluation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/** Writes every figure of every run. */
public final class ScalingResultsJson {
  private ScalingResultsJson() {}

  /**
   * Writes {@code results.json}.
   *
   * @throws IOException if that is impossible
   */
  public static void write(ScalingResults results, Path file) throws IOException {
    WholeFile.writeText(file, writer -> write(results, writer));
  }

  private static void write(ScalingResults results, Writer writer) throws IOException {
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(writer)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeArrayFieldStart("seeds");
      for (long seed : results.seeds()) {
        json.writeNumber(seed);
      }
      json.writeEndArray();
      json.writeNumberField("events", results.events());
      json.writeObjectFieldStart("scenarios");
      for (Scenario scenario : results.scenarios()) {
        json.writeObjectFieldStart(scenario.name());
        for (Contender contender : results.contenders()) {
          json.writeObjectFieldStart(contender.name());
          write(results, scenario, contender.name(), json);
          json.writeEndObject();
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static void write(
      ScalingResults results, Scenario scenario, String contender, JsonGenerator json)
      throws IOException {
    for (RunFigure figure : RunFigure.values()) {
      Estimate estimate = results.estimate(scenario, contender, figure);
      json.writeObjectFieldStart(figure.label());
      number(json, "mean", estimate.mean());
      number(json, "halfWidth95", estimate.halfWidth());
      json.writeArrayFieldStart("days");
      for (double value : results.values(scenario, contender, figure)) {
        if (Double.isNaN(value)) {
          json.writeNull();
        } else {
          json.writeNumber((float) value);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** JSON has no NaN. */
  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isNaN(value)) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, (float) value);
    }
  }
}
