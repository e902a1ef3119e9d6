package io.mild.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

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
    return readCsv(CsvFormat.DEFAULT, file);
  }

  /**
   * Reads a log of another form; see {@link #readCsv(Path)}. Of the format count its characters and
   * delimiter, its times, the words for missing values, which {@code onset}, {@code recovered},
   * {@code role} and {@code kind} may have, and {@linkplain CsvFormat#withFailureColumn the names
   * of the log's columns}.
   *
   * @throws DataFileException if the content is not as said, or a local time may mean two; the
   *     message names file and line, and what would read it
   * @throws IOException if the file can't be read
   */
  public static FailureLog readCsv(CsvFormat format, Path file) throws IOException {
    return new FailureLog(FailureCsv.read(format, file));
  }

  /**
   * Writes what {@link #readCsv(Path)} reads, beside its place and then renamed; times are ISO-8601
   * instants.
   *
   * @throws IOException if it can't be written
   */
  public void writeCsv(Path file) throws IOException {
    FailureCsv.write(failures, file);
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
}
