package io.mild.testbed.recording;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.Goals;
import io.mild.testbed.scene.FaultPlan;
import io.mild.testbed.scene.HarmlessEvent;
import io.mild.testbed.scene.InjectedFault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A recording's files in a folder. Rows are written as they come, all else at the end.
 *
 * <p>Time is compressed: a row is told as a minute, whatever it took.
 */
public final class RecordingFiles implements AutoCloseable {
  /** The time of row 0: a Monday, as the load has it. */
  public static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  private static final Duration ROW = Duration.ofMinutes(1);
  private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private final Path folder;
  private final List<String> kpis;
  private final boolean gzipped;
  private final CsvWriter csv;
  private final List<Instant> times = new ArrayList<>();
  private final List<double[]> rows = new ArrayList<>();
  private int missing;
  private boolean closed;

  /**
   * Begins {@code kpis.csv}.
   *
   * @param folder made if it is not there
   * @param gzipped whether it is {@code kpis.csv.gz}
   */
  public RecordingFiles(Path folder, List<String> kpis, boolean gzipped) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.kpis = List.copyOf(kpis);
    this.gzipped = gzipped;
    OutputStream file = Files.newOutputStream(folder.resolve(gzipped ? "kpis.csv.gz" : "kpis.csv"));
    Writer text =
        new OutputStreamWriter(gzipped ? new GZIPOutputStream(file) : file, StandardCharsets.UTF_8);
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
    List<String> header = new ArrayList<>(List.of("timestamp"));
    header.addAll(kpis);
    csv.writeRecord(header);
  }

  /** The time that a row has in the files. */
  public static Instant time(int row) {
    return START.plus(ROW.multipliedBy(row));
  }

  /** Adds the next row. */
  public void row(double[] values) throws IOException {
    String[] record = new String[values.length + 1];
    record[0] = time(rows.size()).toString();
    double[] written = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      record[k + 1] = digits(values[k]);
      written[k] = record[k + 1].isEmpty() ? Double.NaN : Double.parseDouble(record[k + 1]);
      missing += record[k + 1].isEmpty() ? 1 : 0;
    }
    times.add(time(rows.size()));
    rows.add(written);
    csv.writeRecord(record);
    if (!gzipped) {
      csv.flush();
    }
  }

  private static String digits(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** Rows so far. */
  public int rows() {
    return rows.size();
  }

  /** Values that are missing so far. */
  public int missing() {
    return missing;
  }

  /**
   * Writes what follows from the rows.
   *
   * @param meta what else is to be known, for {@code meta.json}
   * @return the failures
   */
  public FailureLog finish(Goals goals, FaultPlan plan, Map<String, Object> meta)
      throws IOException {
    close();
    goals.writeYaml(folder.resolve("goals.yaml"));
    FailureLog failures =
        rows.size() < 2
            ? new FailureLog(List.of())
            : InjectedRoots.of(
                goals.failuresIn(KpiHistory.of(kpis, times, rows.toArray(double[][]::new))),
                plan.faults());
    failures.writeCsv(folder.resolve("failures.csv"));
    writeEvents(plan, failures);
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve("meta.json").toFile(), meta);
    return failures;
  }

  private void writeEvents(FaultPlan plan, FailureLog failures) throws IOException {
    try (CsvWriter events =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(folder.resolve("events.csv"))) {
      events.writeRecord(
          "incident",
          "type",
          "name",
          "place",
          "start",
          "end",
          "strength",
          "rise",
          "gamma",
          "broke");
      for (InjectedFault fault : plan.faults()) {
        if (fault.start() < rows.size()) {
          String incident = InjectedRoots.incident(fault);
          events.writeRecord(
              incident,
              fault.benign() ? "benign" : "fault",
              fault.kind().name(),
              fault.kind().place(),
              time(fault.start()).toString(),
              time(fault.end()).toString(),
              digits(fault.strength()),
              Integer.toString(fault.rise()),
              digits(fault.gamma()),
              String.join(
                  " ",
                  failures.failures().stream()
                      .filter(failure -> failure.incident().equals(incident))
                      .map(Failure::intent)
                      .toList()));
        }
      }
      for (HarmlessEvent event : plan.events()) {
        if (event.row() < rows.size()) {
          String time = time(event.row()).toString();
          events.writeRecord("", "event", event.name(), event.place(), time, "", "", "", "", "");
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      csv.close();
    }
  }
}
