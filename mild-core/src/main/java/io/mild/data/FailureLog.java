package io.mild.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The failures of the past, in the order of time.
 *
 * @param failures one for each intent that failed in an incident
 */
public record FailureLog(List<Failure> failures) {

  /** Sorts by time. */
  public FailureLog {
    failures = failures.stream().sorted(Comparator.comparing(Failure::time)).toList();
  }

  /**
   * Reads a log, {@code .csv} or gzipped, with the columns {@code
   * incident,intent,onset,failure,recovered,role,kind} in any order; times are ISO-8601 instants or
   * seconds since the epoch. {@code onset}, {@code recovered}, {@code role} ({@code root} or {@code
   * victim}) and {@code kind} may be empty or left out.
   *
   * @throws DataFileException if the content is not as said; the message names file and line
   * @throws IOException if the file can't be read
   */
  public static FailureLog readCsv(Path file) throws IOException {
    CsvFailures rows = new CsvFailures(file);
    CsvTable.read(file, rows);
    return new FailureLog(rows.failures);
  }

  /** The intents that ever failed, in the order of their first failure. */
  public List<String> intents() {
    return failures.stream().map(Failure::intent).distinct().toList();
  }

  /** All but those that another intent's failure drew along. */
  public FailureLog notVictims() {
    return new FailureLog(
        failures.stream().filter(failure -> failure.role() != Failure.Role.VICTIM).toList());
  }

  private static final class CsvFailures implements CsvTable.Visitor {
    private static final List<String> REQUIRED = List.of("incident", "intent", "failure");

    private final Path file;
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<Failure> failures = new ArrayList<>();

    CsvFailures(Path file) {
      this.file = file;
    }

    @Override
    public void header(List<String> names) throws DataFileException {
      for (int column = 0; column < names.size(); column++) {
        columns.put(names.get(column), column);
      }
      for (String name : REQUIRED) {
        if (!columns.containsKey(name)) {
          throw new DataFileException(
              file, 1, "column '" + name + "' is missing; the columns are " + names);
        }
      }
    }

    @Override
    public void record(CsvRecord fields) throws DataFileException {
      long line = fields.getStartingLineNumber();
      try {
        Failure failure =
            Failure.of(text(fields, "incident"), text(fields, "intent"), time(fields, "failure"))
                .withRole(role(fields))
                .withKind(text(fields, "kind"));
        if (!text(fields, "onset").isEmpty()) {
          failure = failure.withOnset(time(fields, "onset"));
        }
        if (!text(fields, "recovered").isEmpty()) {
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

    private Instant time(CsvRecord fields, String column) throws DataFileException {
      return Instant.ofEpochMilli(
          CsvTable.epochMillis(file, fields.getStartingLineNumber(), column, text(fields, column)));
    }

    private Failure.Role role(CsvRecord fields) throws DataFileException {
      String role = text(fields, "role");
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
}
