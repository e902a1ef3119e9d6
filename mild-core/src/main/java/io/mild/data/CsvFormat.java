package io.mild.data;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * How CSV files of KPIs and of failures are written, where not as {@link #DEFAULT} says.
 *
 * <p>Nothing is guessed: what this does not name is refused, by file, line and what would read it.
 * Immutable and safe to share between threads; each method gives another format.
 *
 * <pre>{@code
 * CsvFormat german = CsvFormat.DEFAULT
 *     .withDelimiter(';')
 *     .withDecimalComma()
 *     .withTimeColumn("Zeit")
 *     .withTimeFormat("dd.MM.yyyy HH:mm")
 *     .withZone(ZoneId.of("Europe/Berlin"));
 * KpiHistory history = KpiHistory.readCsv(german, Path.of("export.csv"));
 * }</pre>
 */
public final class CsvFormat {
  /**
   * UTF-8, commas, decimal dots; a first column {@code timestamp} of ISO-8601 instants or seconds
   * since 1970, each after the one before; then a column a KPI; empty or {@code NaN} is missing.
   */
  public static final CsvFormat DEFAULT =
      new CsvFormat(
          CsvDialect.DEFAULT,
          CsvTimes.DEFAULT,
          CsvNumbers.DEFAULT,
          CsvLayout.DEFAULT,
          CsvOrder.DEFAULT);

  private final CsvDialect dialect;
  private final CsvTimes times;
  private final CsvNumbers numbers;
  private final CsvLayout layout;
  private final CsvOrder order;

  private CsvFormat(
      CsvDialect dialect, CsvTimes times, CsvNumbers numbers, CsvLayout layout, CsvOrder order) {
    this.dialect = dialect;
    this.times = times;
    this.numbers = numbers;
    this.layout = layout;
    this.order = order;
  }

  /** What becomes of rows of the same time, or in the long format of values of a KPI at a time. */
  public enum Duplicates {
    /** The file is refused. */
    REFUSE,
    /** Each KPI's mean, of those that are not missing. */
    MEAN,
    /** Each KPI's last that is not missing, in the order of files and lines. */
    LAST
  }

  /**
   * What separates the columns.
   *
   * @param delimiter such as {@code ';'} or {@code '\t'}
   * @throws IllegalArgumentException if it is a quote, a dot, a digit, a letter or a line break
   */
  public CsvFormat withDelimiter(char delimiter) {
    return with(dialect.withDelimiter(delimiter));
  }

  /** The characters' encoding, such as {@code windows-1252} of older spreadsheets. */
  public CsvFormat withCharset(Charset charset) {
    return with(dialect.withCharset(charset));
  }

  /**
   * Leaves out lines before the header, such as {@code sep=;}.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CsvFormat withSkippedLines(int lines) {
    return with(dialect.withSkippedLines(lines));
  }

  /**
   * The column of the time in files of KPIs, wherever it stands.
   *
   * @param names its name; several if files differ, of which each has one
   * @throws IllegalArgumentException if there is none
   */
  public CsvFormat withTimeColumn(String... names) {
    return with(layout.withTimes(Set.of(names)));
  }

  /**
   * Reads local times of this zone: {@code 2026-01-31T12:00:00}, {@code 2026-01-31 12:00} or {@code
   * 2026-01-31}, which is midnight. An offset that a time has goes before the zone.
   *
   * <p>A time that clocks left out in spring is refused. An hour that clocks repeated in autumn is
   * told by the order of the rows: where the times step back, the second pass begins. It is refused
   * where they don't, with {@link #withSorting}, and in failure logs.
   */
  public CsvFormat withZone(ZoneId zone) {
    return with(times.withZone(zone));
  }

  /**
   * Reads times by a pattern of {@link java.time.format.DateTimeFormatter}, with English names,
   * such as {@code dd.MM.yyyy HH:mm}; strictly, so there is no 31 February. Two digits of a year
   * are of 2000 to 2099. Without offset in it, the zone is needed too. ISO-8601 instants are still
   * read, numbers are not.
   *
   * @throws IllegalArgumentException if it is no pattern, or does not tell a day and, if it has a
   *     time of day, an hour of 24; the message says what is missing
   */
  public CsvFormat withTimeFormat(String pattern) {
    return with(times.withPattern(TimePattern.of(pattern)));
  }

  /**
   * What numbers in a column of times count, since 1970. Seconds have up to 11 digits, milliseconds
   * 12 to 14, microseconds 15 to 17, nanoseconds 18 to 20, so that none is taken for another.
   *
   * @throws IllegalArgumentException if it is none of {@code SECONDS}, {@code MILLIS}, {@code
   *     MICROS}, {@code NANOS}
   */
  public CsvFormat withTimeUnit(ChronoUnit unit) {
    return with(times.withUnit(EpochUnit.of(unit)));
  }

  /** Reads {@code 12,5}; a number with a dot is then refused, as it may be thousands. */
  public CsvFormat withDecimalComma() {
    return with(numbers.withComma());
  }

  /** Words besides nothing and {@code NaN} that stand for a missing value, such as {@code NA}. */
  public CsvFormat withMissing(String... words) {
    return with(numbers.withMissing(Set.of(words)));
  }

  /** Leaves out columns of files of KPIs, such as those of text; a name may be empty. */
  public CsvFormat withoutColumns(String... names) {
    return with(layout.withIgnored(Set.of(names)));
  }

  /** The long format, {@code time,kpi,value}; see {@link #withLongFormat(String, String)}. */
  public CsvFormat withLongFormat() {
    return withLongFormat("kpi", "value");
  }

  /**
   * The long format: a row is one value of one KPI. The column of the time is {@code time} or
   * {@code timestamp}, or named by {@link #withTimeColumn}. A KPI without a value at a time of
   * others is missing. The times of each KPI are in order. Several files are read as one.
   *
   * @param kpi the column of the KPIs' names
   * @param value the column of the values
   */
  public CsvFormat withLongFormat(String kpi, String value) {
    return with(layout.withLong(kpi, value));
  }

  /** What becomes of rows of the same time, within a file and where files overlap. */
  public CsvFormat withDuplicates(Duplicates duplicates) {
    return with(new CsvOrder(order.sorted(), duplicates));
  }

  /** Sorts rows by time, within a file and where files overlap. */
  public CsvFormat withSorting() {
    return with(new CsvOrder(true, order.duplicates()));
  }

  /**
   * What a column of a failure log is called in its file.
   *
   * @param column {@code incident}, {@code intent}, {@code onset}, {@code failure}, {@code
   *     recovered}, {@code role} or {@code kind}
   * @param name such as {@code started_at}; the same for several columns, if they share one
   * @throws IllegalArgumentException if there is no such column
   */
  public CsvFormat withFailureColumn(String column, String name) {
    return with(layout.withFailureColumn(column, name));
  }

  private CsvFormat with(CsvDialect other) {
    return new CsvFormat(other, times, numbers, layout, order);
  }

  private CsvFormat with(CsvTimes other) {
    return new CsvFormat(dialect, other, numbers, layout, order);
  }

  private CsvFormat with(CsvNumbers other) {
    return new CsvFormat(dialect, times, other, layout, order);
  }

  private CsvFormat with(CsvLayout other) {
    return new CsvFormat(dialect, times, numbers, other, order);
  }

  private CsvFormat with(CsvOrder other) {
    return new CsvFormat(dialect, times, numbers, layout, other);
  }

  CsvDialect dialect() {
    return dialect;
  }

  CsvTimes times() {
    return times;
  }

  CsvNumbers numbers() {
    return numbers;
  }

  CsvLayout layout() {
    return layout;
  }

  CsvOrder order() {
    return order;
  }
}
