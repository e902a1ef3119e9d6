package io.mild.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.mild.internal.io.Excerpt;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads CSV files with a header, plain or gzipped, and says file and line of what is wrong. */
final class CsvTable {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int SHOWN = 60;

  /** No more digits than till the year 5138, so that milliseconds are not taken for seconds. */
  private static final Pattern SECONDS = Pattern.compile("-?\\d{1,11}(\\.\\d{1,30})?");

  /** What other programs write too: not Java's {@code 1d} or {@code 0x1p3}. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?+(\\d++\\.?+\\d*+|\\.\\d++)([eE][+-]?+\\d++)?+");

  private CsvTable() {}

  /** What is done with the header and with each record. */
  interface Visitor {
    void header(List<String> names) throws DataFileException;

    void record(CsvRecord values) throws DataFileException;
  }

  /**
   * @throws DataFileException if the file has no header, a column is there twice, a record has
   *     another number of fields, or a gzipped file is corrupt
   * @throws IOException if the file can't be read
   */
  static void read(Path file, Visitor visitor) throws IOException {
    try {
      parse(file, visitor);
    } catch (ZipException | EOFException e) {
      throw new DataFileException(file, 0, "the gzipped file is corrupt: " + e.getMessage());
    }
  }

  private static void parse(Path file, Visitor visitor) throws IOException {
    try (Reader reader = new BufferedReader(new InputStreamReader(open(file), UTF_8));
        CsvReader<CsvRecord> csv =
            CsvReader.builder()
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE) // refused below, by our words
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(withoutByteOrderMark(reader));
        CloseableIterator<CsvRecord> records = csv.iterator()) {
      if (!records.hasNext()) {
        throw new DataFileException(file, 1, "the file is empty; a header was expected");
      }
      List<String> names = records.next().getFields().stream().map(String::strip).toList();
      requireDistinct(file, names);
      visitor.header(names);
      while (records.hasNext()) {
        CsvRecord values = records.next();
        if (values.getFieldCount() != names.size()) {
          throw new DataFileException(
              file,
              values.getStartingLineNumber(),
              "the header has %d columns, but this line has %d"
                  .formatted(names.size(), values.getFieldCount()));
        }
        visitor.record(values);
      }
    } catch (CsvParseException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause(); // such as of too many fields
      throw new DataFileException(file, 0, String.valueOf(reason.getMessage()));
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
  }

  private static void requireDistinct(Path file, List<String> names) throws DataFileException {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new DataFileException(file, 1, "column '" + shown(name) + "' is there twice");
      }
    }
  }

  /**
   * An ISO-8601 instant or seconds since the epoch, as milliseconds since the epoch; what is
   * smaller than a millisecond is cut off.
   *
   * @throws DataFileException if it is neither
   */
  static long epochMillis(Path file, long line, String column, String text)
      throws DataFileException {
    try {
      return SECONDS.matcher(text).matches()
          ? new BigDecimal(text).movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact()
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new DataFileException(
          file,
          line,
          "%s is '%s', but an ISO-8601 instant such as 2026-01-31T12:00:00Z or seconds since 1970 were expected"
              .formatted(column, shown(text)));
    }
  }

  /**
   * A finite number, or NaN where a value is missing.
   *
   * @throws DataFileException if it is neither
   */
  static double number(Path file, long line, String column, String text) throws DataFileException {
    if (text.isEmpty() || text.equalsIgnoreCase("NaN")) {
      return Double.NaN;
    }
    double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw new DataFileException(
          file,
          line,
          "%s is '%s', but a finite number was expected; a missing value is empty or NaN"
              .formatted(column, shown(text)));
    }
    return value;
  }

  /** As a message repeats it: a quote that was not closed may have swallowed the rest of a file. */
  static String shown(String text) {
    return Excerpt.of(text, SHOWN);
  }

  /** Not left to the CSV reader, whose own detection garbles files of less than four bytes. */
  private static Reader withoutByteOrderMark(Reader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  private static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataFileException(file, 0, "is a folder, but a file was expected");
    }
    InputStream plain = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      plain.mark(2);
      int magic = plain.read() << 8 | plain.read();
      plain.reset();
      return magic == GZIP_MAGIC ? new GZIPInputStream(plain, 1 << 16) : plain;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }
}
