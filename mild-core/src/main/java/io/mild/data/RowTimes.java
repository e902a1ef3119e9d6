package io.mild.data;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

/** The times of one series of rows, each read and held against those before. */
final class RowTimes {
  private final Path file;
  private final String column;
  private final CsvTimes times;
  private final CsvOrder order;
  private final LocalClock local;
  private final Set<Long> seen = new HashSet<>(); // of rows in any order that must not repeat
  private long first;
  private long before;
  private boolean begun;

  /**
   * @param column of the times, as messages name it
   */
  RowTimes(Path file, String column, CsvFormat format) {
    this.file = file;
    this.column = column;
    this.times = format.times();
    this.order = format.order();
    this.local = localClock(file, format, !order.sorted());
  }

  /** For local times of a format. */
  static LocalClock localClock(Path file, CsvFormat format, boolean inOrder) {
    return new LocalClock(
        file,
        format.times().zone() == null ? ZoneOffset.UTC : format.times().zone(), // or not asked
        inOrder,
        format.order().merges());
  }

  /**
   * The next row's time in milliseconds since the epoch.
   *
   * @throws DataFileException if it is no time, or may not come after those before
   */
  long next(long line, String text) throws DataFileException {
    long time = times.epochMillis(file, line, column, text, local);
    if (order.sorted() && !order.merges() && !seen.add(time)) {
      throw new DataFileException(
          file, line, "a row before is of " + Instant.ofEpochMilli(time) + " too" + CsvOrder.MERGE);
    }
    boolean advances = !begun || time > before || order.merges() && time == before;
    if (!advances && !order.sorted()) {
      throw new DataFileException(
          file,
          line,
          "%s does not come after %s%s"
              .formatted(
                  Instant.ofEpochMilli(time),
                  Instant.ofEpochMilli(before),
                  time == before ? CsvOrder.MERGE : CsvOrder.SORT));
    }
    first = begun ? first : time;
    before = time;
    begun = true;
    return time;
  }

  /** The time of the first row. */
  long first() {
    return first;
  }

  /** The time of the last row. */
  long last() {
    return before;
  }

  /**
   * After the last row.
   *
   * @throws DataFileException if a local time before can't be told
   */
  void end() throws DataFileException {
    local.end();
  }
}
