package io.mild.data;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which column is what.
 *
 * @param times names of the column of times; none if it is the first and {@code timestamp}
 * @param ignored columns to leave out
 * @param longForm the columns of the long format; null if each KPI has a column
 * @param failureColumns names of a failure log's columns, where they are others
 */
record CsvLayout(
    Set<String> times,
    Set<String> ignored,
    @Nullable LongForm longForm,
    Map<String, String> failureColumns) {
  static final CsvLayout DEFAULT = new CsvLayout(Set.of(), Set.of(), null, Map.of());

  static final String SKIP =
      ReadWith.option("lines before the header are left out with --skip-lines", "withSkippedLines");
  private static final String TIMESTAMP = "timestamp";
  private static final Set<String> LONG_TIMES = Set.of("time", TIMESTAMP);

  /**
   * The long format.
   *
   * @param kpi the column of the KPIs' names
   * @param value the column of the values
   */
  record LongForm(String kpi, String value) {}

  CsvLayout withTimes(Set<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("the column of times must have a name");
    }
    return new CsvLayout(names, ignored, longForm, failureColumns);
  }

  CsvLayout withIgnored(Set<String> names) {
    return new CsvLayout(times, names, longForm, failureColumns);
  }

  CsvLayout withLong(String kpi, String value) {
    return new CsvLayout(times, ignored, new LongForm(kpi, value), failureColumns);
  }

  CsvLayout withFailureColumn(String column, String name) {
    if (!FailureCsv.COLUMNS.contains(column)) {
      throw new IllegalArgumentException(
          "column must be one of " + FailureCsv.COLUMNS + ", but was '" + column + "'");
    }
    Map<String, String> more = new HashMap<>(failureColumns);
    more.put(column, name);
    return new CsvLayout(times, ignored, longForm, Map.copyOf(more));
  }

  /** What a failure log's column is called. */
  String failureColumn(String column) {
    return failureColumns.getOrDefault(column, column);
  }

  /** The indices of the columns that are not left out. */
  int[] kept(List<String> names) {
    return IntStream.range(0, names.size()).filter(i -> !ignored.contains(names.get(i))).toArray();
  }

  /**
   * The index of the column of times.
   *
   * @param line of the header
   * @param kept the indices of the columns that are not left out
   * @throws DataFileException if there is none or several
   */
  int timeColumn(Path file, int line, List<String> names, int[] kept) throws DataFileException {
    if (times.isEmpty() && longForm == null) {
      String first = kept.length == 0 ? "" : names.get(kept[0]);
      if (!first.equals(TIMESTAMP)) {
        throw new DataFileException(
            file,
            line,
            "the first column is '%s', but 'timestamp' was expected%s"
                .formatted(CsvTable.shown(first), adviceOnTimes(names)));
      }
      return kept[0];
    }
    Set<String> expected = times.isEmpty() ? LONG_TIMES : times;
    int[] found = IntStream.of(kept).filter(i -> expected.contains(names.get(i))).toArray();
    if (found.length != 1) {
      throw new DataFileException(
          file,
          line,
          "one column of times was expected, named %s; there are %d, the columns are %s%s"
              .formatted(
                  quoted(expected),
                  found.length,
                  CsvTable.shown(names.toString()),
                  found.length > 0 ? "" : adviceOnTimes(names)));
    }
    return found[0];
  }

  private static String quoted(Set<String> names) {
    return String.join(" or ", names.stream().sorted().map(name -> "'" + name + "'").toList());
  }

  /**
   * What would read a header that is one column, if it is one of another delimiter.
   *
   * @param options of the command line, with a place for the delimiter
   */
  static Optional<String> adviceOnDelimiter(String header, String options) {
    for (char delimiter : new char[] {';', '\t', '|', ','}) {
      if (header.indexOf(delimiter) >= 0) {
        String shown = delimiter == '\t' ? "tab" : "'" + delimiter + "'";
        return Optional.of(
            ReadWith.option(
                "columns with %s between them are read with ".formatted(shown)
                    + options.formatted(shown),
                "withDelimiter"));
      }
    }
    return Optional.empty();
  }

  /** What would read a header without the expected column of times. */
  private static String adviceOnTimes(List<String> names) {
    String first = names.get(0);
    if (first.startsWith("\uFFFD")) {
      return ReadWith.option(
          "text that is not UTF-8 is read with --encoding UTF-16", "withCharset");
    }
    if (first.startsWith("sep=")) {
      return SKIP;
    }
    Optional<String> delimiter = adviceOnDelimiter(first, "--delimiter %s");
    if (delimiter.isPresent()) {
      return delimiter.get();
    }
    if (first.startsWith("#") && !names.contains(TIMESTAMP)) {
      return SKIP;
    }
    return ReadWith.option(
        "another column of times is named with --time-column, such as '"
            + CsvTable.shown(names.contains(TIMESTAMP) ? TIMESTAMP : first)
            + "'",
        "withTimeColumn");
  }
}
