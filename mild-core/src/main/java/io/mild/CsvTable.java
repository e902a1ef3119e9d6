package io.mild;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads CSV files with a header, plain or gzipped, and says file and line of what is wrong. */
final class CsvTable {
  private static final int GZIP_MAGIC = 0x1f8b;

  private CsvTable() {}

  /** What is done with the header and with each record. */
  interface Visitor {
    void header(List<String> names) throws DataFileException;

    void record(CsvRecord values) throws DataFileException;
  }

  /**
   * @throws DataFileException if the file has no header, or a record has another number of fields
   * @throws IOException if the file can't be read
   */
  static void read(Path file, Visitor visitor) throws IOException {
    try (Reader reader = new InputStreamReader(open(file), StandardCharsets.UTF_8);
        CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(reader);
        CloseableIterator<CsvRecord> records = csv.iterator()) {
      if (!records.hasNext()) {
        throw new DataFileException(file, 1, "the file is empty; a header was expected");
      }
      List<String> names = records.next().getFields().stream().map(CsvTable::name).toList();
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
      throw new DataFileException(file, 0, String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
  }

  /**
   * An ISO-8601 instant or seconds since the epoch, as milliseconds since the epoch.
   *
   * @throws DataFileException if it is neither
   */
  static long epochMillis(Path file, long line, String column, String text)
      throws DataFileException {
    try {
      return text.indexOf('-') > 0 ? instant(text).toEpochMilli() : seconds(text);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new DataFileException(
          file,
          line,
          "%s is '%s', but an ISO-8601 instant such as 2026-01-31T12:00:00Z or seconds since 1970 were expected"
              .formatted(column, text));
    }
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static long seconds(String text) {
    return new BigDecimal(text).movePointRight(3).toBigIntegerExact().longValueExact();
  }

  private static String name(String header) {
    return header.strip().replace("\uFEFF", ""); // a byte order mark is no part of a name
  }

  private static InputStream open(Path file) throws IOException {
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
