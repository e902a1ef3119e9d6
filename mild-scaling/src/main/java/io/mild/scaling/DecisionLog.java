package io.mild.scaling;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Writes each decision as a line of JSON: what was known, what each policy and a plain autoscaler
 * would have done and why, what was granted, what blocked the rest, and what came of it. A number
 * that isn't known is {@code null}.
 *
 * <p>A line is written and flushed as a whole. Not thread-safe.
 */
public final class DecisionLog implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final Writer writer;

  private DecisionLog(Writer writer) {
    this.writer = writer;
  }

  /**
   * Appends to a file, which is created if it isn't there.
   *
   * @throws IOException if it can't be opened
   */
  public static DecisionLog appendTo(Path file) throws IOException {
    return new DecisionLog(
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** Writes to a writer, which is closed with the log. */
  public static DecisionLog to(Writer writer) {
    return new DecisionLog(writer);
  }

  /** Writes nowhere. */
  static DecisionLog none() {
    return new DecisionLog(Writer.nullWriter());
  }

  /**
   * Writes a decision.
   *
   * @throws UncheckedIOException if that fails
   */
  public void write(Decision decision) {
    try {
      writer.write(line(decision) + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("decision " + decision.id() + " can't be logged", e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  static String line(Decision decision) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      ServiceState state = decision.situation().state();
      json.writeStringField("decision", decision.id());
      json.writeStringField("time", state.time().toString());
      json.writeStringField("service", state.service());
      json.writeStringField("mode", decision.mode().name());
      json.writeStringField("action", decision.action().name());
      floor(json, "floor_before", decision.before());
      floor(json, "floor_wanted", decision.wanted());
      floor(json, "floor_granted", decision.granted());
      resize(json, "resize_before", decision.resizeBefore());
      resize(json, "resize", decision.resize());
      json.writeNumberField("hpa_alone", decision.hpaReplicas());
      blocks(json, decision.blocks());
      recommendations(json, decision.recommendations());
      json.writeObjectFieldStart("inputs");
      state(json, state);
      signals(json, decision.situation().signals());
      if (decision.situation().demand().isPresent()) {
        forecast(json, decision.situation().demand().get());
      }
      json.writeEndObject();
      json.writeStringField("outcome", decision.outcome());
      strings(json, "acted_on", decision.actedOn().stream().sorted().toList());
      json.writeNumberField("compute_micros", decision.computeTime().toNanos() / 1000);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void floor(JsonGenerator json, String name, Optional<Floor> floor)
      throws IOException {
    if (floor.isEmpty()) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeNumberField("replicas", floor.get().replicas());
    json.writeStringField("expires", floor.get().expires().toString());
    json.writeStringField("decision", floor.get().decision());
    json.writeEndObject();
  }

  private static void resize(JsonGenerator json, String name, Optional<Resize> resize)
      throws IOException {
    if (resize.isEmpty()) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeStringField("resource", resize.get().resource().name());
    json.writeNumberField("factor", resize.get().factor());
    json.writeStringField("expires", resize.get().expires().toString());
    json.writeStringField("decision", resize.get().decision());
    json.writeEndObject();
  }

  private static void blocks(JsonGenerator json, List<Decision.Block> blocks) throws IOException {
    json.writeArrayFieldStart("blocked");
    for (Decision.Block block : blocks) {
      json.writeStartObject();
      json.writeStringField("safeguard", block.safeguard().name());
      json.writeStringField("reason", block.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void recommendations(JsonGenerator json, List<Recommendation> recommendations)
      throws IOException {
    json.writeArrayFieldStart("recommendations");
    for (Recommendation recommendation : recommendations) {
      json.writeStartObject();
      json.writeStringField("policy", recommendation.policy());
      json.writeNumberField("replicas", recommendation.replicas());
      json.writeBooleanField("freeze", recommendation.freeze());
      strings(json, "reasons", recommendation.reasons());
      strings(json, "advice", recommendation.advice());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void state(JsonGenerator json, ServiceState state) throws IOException {
    json.writeNumberField("ready", state.ready());
    json.writeNumberField("starting", state.starting());
    json.writeNumberField("desired", state.desired());
    number(json, "cpu", state.cpu());
    number(json, "requests_per_second", state.requestRate());
    number(json, "p50_ms", state.latency().p50());
    number(json, "p95_ms", state.latency().p95());
    number(json, "p99_ms", state.latency().p99());
    number(json, "queue", state.queue());
    number(json, "error_rate", state.errorRate());
    number(json, "violations", state.violations());
    strings(json, "missing", state.missing().stream().map(Metric::name).sorted().toList());
  }

  private static void signals(JsonGenerator json, List<RiskSignal> signals) throws IOException {
    json.writeArrayFieldStart("signals");
    for (RiskSignal signal : signals) {
      json.writeStartObject();
      json.writeStringField("role", signal.role().name());
      json.writeStringField("resource", signal.resource().name());
      json.writeNumberField("risk", signal.risk());
      json.writeNumberField("gate_margin", signal.gateMargin());
      json.writeNumberField("ttf_low_minutes", signal.ttfLow().toMinutes());
      json.writeNumberField("ttf_high_minutes", signal.ttfHigh().toMinutes());
      strings(json, "top_kpis", signal.topKpis());
      json.writeStringField("incident", signal.incident());
      json.writeStringField("raised", signal.raised().toString());
      json.writeStringField("expires", signal.expires().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void forecast(JsonGenerator json, Forecast forecast) throws IOException {
    json.writeObjectFieldStart("forecast");
    json.writeNumberField("lead_seconds", forecast.lead().toSeconds());
    double[] levels = Forecast.levels();
    for (double level : levels) {
      json.writeNumberField("q" + Math.round(100 * level), forecast.quantile(level));
    }
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> strings)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String string : strings) {
      json.writeString(string);
    }
    json.writeEndArray();
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }
}
