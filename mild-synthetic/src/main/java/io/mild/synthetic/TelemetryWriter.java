package io.mild.synthetic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.mild.internal.io.WholeFile;
import io.mild.synthetic.SyntheticFailure.MovedKpi;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/** Writes a data set's files. */
final class TelemetryWriter {
  private final SyntheticTelemetry telemetry;
  private final Path directory;

  TelemetryWriter(SyntheticTelemetry telemetry, Path directory) {
    this.telemetry = telemetry;
    this.directory = directory;
  }

  void write() throws IOException {
    writeCsv("kpis.csv", this::writeKpis);
    writeCsv("failures.csv", this::writeFailures);
    writeCsv("benign.csv", this::writeBenign);
    writeCsv("moved.csv", this::writeMoved);
    WholeFile.writeText(directory.resolve("config.json"), this::writeConfig);
  }

  private void writeKpis(CsvWriter csv) {
    List<String> kpis = telemetry.kpis();
    String[] record = new String[kpis.size() + 1];
    record[0] = "timestamp";
    for (int k = 0; k < kpis.size(); k++) {
      record[k + 1] = kpis.get(k);
    }
    csv.writeRecord(record);
    for (int t = 0; t < telemetry.spec().minutes(); t++) {
      double[] row = telemetry.row(t);
      record[0] = time(t);
      for (int k = 0; k < row.length; k++) {
        record[k + 1] = fourDecimals(row[k]);
      }
      csv.writeRecord(record);
    }
  }

  private void writeFailures(CsvWriter csv) {
    csv.writeRecord("incident", "intent", "onset", "failure", "recovered", "role", "kind");
    for (SyntheticFailure failure : telemetry.failures()) {
      writeFailure(csv, failure, failure.root(), "root");
      if (!failure.victim().isEmpty()) {
        writeFailure(csv, failure, failure.victim(), "victim");
      }
    }
  }

  private void writeFailure(CsvWriter csv, SyntheticFailure failure, String intent, String role) {
    csv.writeRecord(
        Integer.toString(failure.incident()),
        intent,
        time(failure.onset()),
        time(failure.failure()),
        time(failure.recovered()),
        role,
        failure.kind().label());
  }

  private void writeBenign(CsvWriter csv) {
    csv.writeRecord("kind", "intent", "start", "end", "kpis");
    for (BenignEvent event : telemetry.benign()) {
      csv.writeRecord(
          event.kind().label(),
          event.intent(),
          time(event.start()),
          time(event.end()),
          String.join(" ", event.kpis()));
    }
  }

  private void writeMoved(CsvWriter csv) {
    csv.writeRecord("incident", "kpi", "from");
    for (SyntheticFailure failure : telemetry.failures()) {
      for (MovedKpi moved : failure.moved()) {
        csv.writeRecord(Integer.toString(failure.incident()), moved.kpi(), time(moved.from()));
      }
    }
  }

  private void writeConfig(Writer writer) throws IOException {
    SyntheticSpec spec = telemetry.spec();
    try (JsonGenerator json = new JsonFactory().createGenerator(writer)) {
      // the default printer would end lines as the platform does
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
      json.writeStartObject();
      json.writeStringField("start", SyntheticTelemetry.START.toString());
      json.writeNumberField("minutes", spec.minutes());
      if (!spec.period()
          .equals(SyntheticSpec.DEFAULT_PERIOD)) { // files of minutes stay as they are
        json.writeStringField("period", spec.period().toString());
      }
      json.writeNumberField("seed", spec.seed());
      json.writeNumberField("pairs", spec.pairs());
      json.writeBooleanField("victimOvert", spec.victimOvert());
      if (spec.amplitude() != 1) {
        json.writeNumberField("amplitude", spec.amplitude());
      }
      writeNames(json, "intents", telemetry.intents());
      writeNames(json, "kpis", telemetry.kpis());
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void writeNames(JsonGenerator json, String field, List<String> names)
      throws IOException {
    json.writeFieldName(field);
    json.writeArray(names.toArray(String[]::new), 0, names.size());
  }

  private void writeCsv(String name, CsvContent content) throws IOException {
    WholeFile.writeText(
        directory.resolve(name),
        writer -> {
          try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer)) {
            content.writeTo(csv);
          }
        });
  }

  private String time(int minute) {
    return Long.toString(telemetry.epochSecond(minute));
  }

  /** Many times faster than a format string, and the same in every locale. */
  private static String fourDecimals(double value) {
    return BigDecimal.valueOf(Math.round(value * 1e4), 4).toPlainString();
  }

  @FunctionalInterface
  private interface CsvContent {
    void writeTo(CsvWriter csv) throws IOException;
  }
}
