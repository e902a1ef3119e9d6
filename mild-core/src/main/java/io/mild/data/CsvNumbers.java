package io.mild.data;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How values are written.
 *
 * @param comma whether decimals come after a comma
 * @param missing words for missing values, besides nothing and NaN
 */
record CsvNumbers(boolean comma, Set<String> missing) {
  static final CsvNumbers DEFAULT = new CsvNumbers(false, Set.of());

  /** What other programs write too: not Java's {@code 1d} or {@code 0x1p3}. */
  private static final Pattern DOT =
      Pattern.compile("[+-]?+(\\d++\\.?+\\d*+|\\.\\d++)([eE][+-]?+\\d++)?+");

  private static final Pattern COMMA = Pattern.compile(DOT.pattern().replace("\\.", ","));
  private static final Pattern DIGITS_AND_SIGNS =
      Pattern.compile("[+-]?+\\d[\\d.,'\u00a0\u202f ]*+");
  private static final Pattern WITH_UNIT = Pattern.compile("[+-]?+\\d[\\d.,]*+\\s*+\\D.*+");

  private static final Pattern NO_VALUE =
      Pattern.compile("(?i)#?n/?a|null|none|nil|undefined|[-+]?inf(inity)?|-nan|[-?.*]{1,3}");

  CsvNumbers withComma() {
    return new CsvNumbers(true, missing);
  }

  CsvNumbers withMissing(Set<String> words) {
    return new CsvNumbers(comma, words);
  }

  /** Whether a text stands for nothing. */
  boolean isMissing(String text) {
    return text.isEmpty() || text.equalsIgnoreCase("NaN") || missing.contains(text);
  }

  /**
   * A finite number, or NaN where a value is missing.
   *
   * @throws DataFileException if it is neither
   */
  double number(Path file, long line, String column, String text) throws DataFileException {
    if (isMissing(text)) {
      return Double.NaN;
    }
    double value = Double.NaN;
    if (comma ? COMMA.matcher(text).matches() : DOT.matcher(text).matches()) {
      value = Double.parseDouble(comma ? text.replace(',', '.') : text);
    }
    if (!Double.isFinite(value)) {
      throw new DataFileException(
          file,
          line,
          "%s is '%s', but a finite number was expected; a missing value is empty or NaN%s"
              .formatted(column, CsvTable.shown(text), advice(text)));
    }
    return value;
  }

  /** What would read it. */
  private String advice(String text) {
    if (DOT.matcher(text).matches() && !comma) {
      return ""; // but infinite
    }
    if (DIGITS_AND_SIGNS.matcher(text).matches()) {
      return !comma && text.indexOf(',') >= 0
          ? ReadWith.option(
              "decimals after a comma are read with --decimal-comma, separators of thousands never",
              "withDecimalComma")
          : "; separators of thousands are not read"
              + (comma ? ", and with a decimal comma no dot is" : "");
    }
    if (WITH_UNIT.matcher(text).matches()) {
      return "; units are not read, since they may differ from row to row: export plain values";
    }
    return NO_VALUE.matcher(text).matches()
        ? ReadWith.option("'" + text + "' is read as missing with --missing", "withMissing")
        : ReadWith.option("text is left out with --ignore-columns", "withoutColumns")
            + ReadWith.option("names of KPIs in a column are read with --long", "withLongFormat");
  }
}
