package io.mild.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;

/**
 * The characters of a CSV file and what separates them.
 *
 * @param skippedLines before the header
 */
record CsvDialect(char delimiter, Charset charset, int skippedLines) {
  static final CsvDialect DEFAULT = new CsvDialect(',', UTF_8, 0);

  CsvDialect {
    if (delimiter == '"'
        || delimiter == '.'
        || delimiter == '\n'
        || delimiter == '\r'
        || Character.isLetterOrDigit(delimiter)) {
      throw new IllegalArgumentException(
          "delimiter must be such as ',' ';' or a tab, but was '" + delimiter + "'");
    }
    if (skippedLines < 0) {
      throw new IllegalArgumentException(
          "lines to skip must be 0 or more, but was " + skippedLines);
    }
  }

  CsvDialect withDelimiter(char other) {
    return new CsvDialect(other, charset, skippedLines);
  }

  CsvDialect withCharset(Charset other) {
    return new CsvDialect(delimiter, other, skippedLines);
  }

  CsvDialect withSkippedLines(int other) {
    return new CsvDialect(delimiter, charset, other);
  }

  /** The line of the header, unless empty ones are before it. */
  int headerLine() {
    return skippedLines + 1;
  }
}
