package io.mild.data;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads CSV files with a header, plain or gzipped, and says file and line of what is wrong. */
final class CsvTable {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int SHOWN = 60;

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
  static void read(Path file, CsvFormat format, Visitor visitor) throws IOException {
    try {
      parse(file, format, visitor);
    } catch (ZipException | EOFException e) {
      throw new DataFileException(file, 0, "the gzipped file is corrupt: " + e.getMessage());
    }
  }

  private static void parse(Path file, CsvFormat format, Visitor visitor) throws IOException {
    CsvDialect dialect = format.dialect();
    try (Reader reader = new BufferedReader(new InputStreamReader(open(file), dialect.charset()));
        CsvReader<CsvRecord> csv =
            CsvReader.builder()
                .fieldSeparator(dialect.delimiter())
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE) // refused below, by our words
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(withoutByteOrderMark(reader));
        CloseableIterator<CsvRecord> records = from(csv, dialect.skippedLines())) {
      if (!records.hasNext()) {
        throw new DataFileException(file, 1, "the file is empty; a header was expected");
      }
      List<String> names = records.next().getFields().stream().map(String::strip).toList();
      if (format != CsvFormat.DEFAULT) {
        requireDecoded(file, dialect.headerLine(), names.toString());
      }
      requireDistinct(file, names, format);
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

  /**
   * @throws DataFileException if a name had bytes that are no characters of the encoding
   */
  static void requireDecoded(Path file, long line, String names) throws DataFileException {
    if (names.indexOf('\uFFFD') >= 0) {
      throw new DataFileException(
          file,
          line,
          "%s is of another encoding%s"
              .formatted(
                  shown(names),
                  ReadWith.option(
                      "it is read with --encoding, such as windows-1252 or UTF-16",
                      "withCharset")));
    }
  }

  private static CloseableIterator<CsvRecord> from(CsvReader<CsvRecord> csv, int skippedLines) {
    csv.skipLines(skippedLines);
    return csv.iterator();
  }

  private static void requireDistinct(Path file, List<String> names, CsvFormat format)
      throws DataFileException {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name) && !format.layout().ignored().contains(name)) {
        throw new DataFileException(
            file,
            format.dialect().headerLine(),
            "column '%s' is there twice%s"
                .formatted(
                    shown(name),
                    names.get(0).startsWith("#")
                        ? CsvLayout.SKIP
                        : ReadWith.option(
                            "both are left out with --ignore-columns", "withoutColumns")));
      }
    }
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
