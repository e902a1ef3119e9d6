package io.mild.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.mild.Alert;
import io.mild.IntentRisk;
import io.mild.TimeToFailure;
import io.mild.cli.replay.AlertEpisode;
import io.mild.explanation.Explanation;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Alerts as JSON lines: an object an alert, with what was known when it began.
 *
 * <pre>{@code
 * {"time":"2024-01-03T02:14:00Z","intent":"api","risk":0.71,"smoothedRisk":0.52,"threshold":0.5,
 *  "rootCause":"telemetry","rootCauses":["telemetry"],"candidates":["telemetry","api"],
 *  "rootCauseProbabilities":{"api":0.3,"telemetry":0.7},
 *  "timeToFailure":{"after":31.5,"until":104,"coverage":0.8},
 *  "explanation":[{"kpi":"ram","contribution":0.4,"statistic":"ewma_15m","level":71.2,
 *                  "usual":[52.1,60.3]},{"kpi":"cpu",...}],
 *  "end":"2024-01-03T03:50:00Z"}
 * }</pre>
 *
 * <p>Times are ISO-8601 instants, {@code smoothedRisk} is what reached the threshold, {@code
 * rootCauses} are several where the model names multiple ones, {@code candidates} are more than
 * these where the root cause is ambiguous, the time to failure is in minutes and parts of them and
 * has a {@code coverage} where the model promises one, {@code end} is the last row at which the
 * alert was on, or null while it is open.
 */
public final class AlertLines {
  private static final long MILLIS_A_MINUTE = Duration.ofMinutes(1).toMillis();

  private AlertLines() {}

  /**
   * Writes a line an alert, in the given order.
   *
   * @throws IOException if the file can't be written
   */
  public static void write(Path file, List<AlertEpisode> episodes) throws IOException {
    WholeFile.writeText(file, writer -> write(writer, episodes));
  }

  private static void write(Writer writer, List<AlertEpisode> episodes) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(writer)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      for (AlertEpisode episode : episodes) {
        write(json, episode);
      }
      json.writeRaw(episodes.isEmpty() ? "" : "\n");
    }
  }

  private static void write(JsonGenerator json, AlertEpisode episode) throws IOException {
    Alert alert = episode.onset();
    IntentRisk risk = alert.risk();
    json.writeStartObject();
    json.writeStringField("time", alert.time().toString());
    json.writeStringField("intent", alert.intent());
    json.writeNumberField("risk", risk.risk());
    json.writeNumberField("smoothedRisk", risk.smoothedRisk());
    json.writeNumberField("threshold", risk.threshold());
    json.writeStringField("rootCause", alert.rootCause());
    writeNames(json, "rootCauses", alert.verdict().rootCauses());
    writeNames(json, "candidates", alert.verdict().candidates());
    json.writeObjectFieldStart("rootCauseProbabilities");
    for (Map.Entry<String, Double> cause : alert.rootCauseProbabilities().entrySet()) {
      json.writeNumberField(cause.getKey(), cause.getValue());
    }
    json.writeEndObject();
    TimeToFailure left = alert.timeToFailure();
    json.writeObjectFieldStart("timeToFailure");
    writeMinutes(json, "after", left.after());
    writeMinutes(json, "until", left.until());
    if (!Double.isNaN(left.coverage())) {
      json.writeNumberField("coverage", left.coverage());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("explanation");
    for (Explanation.Contribution kpi : alert.explanation().contributions()) {
      json.writeStartObject();
      json.writeStringField("kpi", kpi.name());
      json.writeNumberField("contribution", kpi.contribution());
      json.writeStringField("statistic", kpi.level().statistic());
      json.writeNumberField("level", kpi.level().value());
      json.writeArrayFieldStart("usual");
      json.writeNumber(kpi.level().usualLow());
      json.writeNumber(kpi.level().usualHigh());
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    Instant end = episode.end();
    json.writeStringField("end", end == null ? null : end.toString());
    json.writeEndObject();
  }

  private static void writeNames(JsonGenerator json, String field, List<String> names)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
  }

  private static void writeMinutes(JsonGenerator json, String field, Duration time)
      throws IOException {
    if (time.toMillis() % MILLIS_A_MINUTE == 0) {
      json.writeNumberField(field, time.toMinutes());
    } else {
      json.writeNumberField(field, time.toMillis() / (double) MILLIS_A_MINUTE);
    }
  }
}
