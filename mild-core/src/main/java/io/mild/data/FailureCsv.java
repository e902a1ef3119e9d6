package io.mild.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A failure log on its way from a CSV file. */
final class FailureCsv implements CsvTable.Visitor {
  /** Those of a log. */
  static final List<String> COLUMNS =
      List.of("incident", "intent", "onset", "failure", "recovered", "role", "kind");

  private static final List<String> REQUIRED = List.of("incident", "intent", "failure");

  private final Path file;
  private final CsvFormat format;
  private final LocalClock clock;
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<Failure> failures = new ArrayList<>();

  private FailureCsv(Path file, CsvFormat format) {
    this.file = file;
    this.format = format;
    this.clock = RowTimes.localClock(file, format, false);
  }

  static List<Failure> read(CsvFormat format, Path file) throws IOException {
    FailureCsv rows = new FailureCsv(file, format);
    CsvTable.read(file, format, rows);
    return rows.failures;
  }

  static void write(List<Failure> failures, Path file) throws IOException {
    WholeFile.writeText(
        file,
        out -> {
          CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
          csv.writeRecord(COLUMNS);
          for (Failure failure : failures) {
            Failure.Role role = failure.role();
            csv.writeRecord(
                failure.incident(),
                failure.intent(),
                failure.onset().map(Instant::toString).orElse(""),
                failure.time().toString(),
                failure.recovered().map(Instant::toString).orElse(""),
                role == Failure.Role.UNKNOWN ? "" : role.name().toLowerCase(Locale.ROOT),
                failure.kind());
          }
          csv.flush();
        });
  }

  @Override
  public void header(List<String> names) throws DataFileException {
    for (String column : COLUMNS) {
      String name = format.layout().failureColumn(column);
      int at = names.indexOf(name);
      if (at >= 0) {
        columns.put(column, at);
      } else if (REQUIRED.contains(column) || !name.equals(column)) {
        throw new DataFileException(
            file,
            format.dialect().headerLine(),
            "column '%s' is missing; the columns are %s%s"
                .formatted(name, CsvTable.shown(names.toString()), advice(column, names)));
      }
    }
  }

  private static String advice(String column, List<String> names) {
    Optional<String> delimiter =
        names.size() == 1
            ? CsvLayout.adviceOnDelimiter(
                names.get(0), "--failure-delimiter %s, one in our own format with --plain-failures")
            : Optional.empty();
    return delimiter.orElseGet(
        () ->
            ReadWith.option(
                "a column of another name is read with --failure-column %s=NAME".formatted(column),
                "withFailureColumn"));
  }

  @Override
  public void record(CsvRecord fields) throws DataFileException {
    long line = fields.getStartingLineNumber();
    try {
      Failure failure =
          Failure.of(text(fields, "incident"), text(fields, "intent"), time(fields, "failure"))
              .withRole(role(fields))
              .withKind(textOrNothing(fields, "kind"));
      if (!textOrNothing(fields, "onset").isEmpty()) {
        failure = failure.withOnset(time(fields, "onset"));
      }
      if (!textOrNothing(fields, "recovered").isEmpty()) {
        failure = failure.withRecovery(time(fields, "recovered"));
      }
      failures.add(failure);
    } catch (IllegalArgumentException e) {
      throw new DataFileException(file, line, String.valueOf(e.getMessage()));
    }
  }

  private String text(CsvRecord fields, String column) {
    Integer at = columns.get(column);
    return at == null ? "" : fields.getField(at).strip();
  }

  private String textOrNothing(CsvRecord fields, String column) {
    String text = text(fields, column);
    return format.numbers().missing().contains(text) ? "" : text;
  }

  private Instant time(CsvRecord fields, String column) throws DataFileException {
    long line = fields.getStartingLineNumber();
    String name = format.layout().failureColumn(column);
    return Instant.ofEpochMilli(
        format.times().epochMillis(file, line, name, text(fields, column), clock));
  }

  private Failure.Role role(CsvRecord fields) throws DataFileException {
    String role = textOrNothing(fields, "role");
    return switch (role.toLowerCase(Locale.ROOT)) {
      case "root" -> Failure.Role.ROOT;
      case "victim" -> Failure.Role.VICTIM;
      case "" -> Failure.Role.UNKNOWN;
      default ->
          throw new DataFileException(
              file,
              fields.getStartingLineNumber(),
              "role is '" + CsvTable.shown(role) + "', but root, victim or nothing was expected");
    };
  }
}
