package io.mild.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.mild.data.CsvLayout.LongForm;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Values of one KPI at one time each, of several files, on their way to rows. */
final class LongRows {
  /** Of cells to values, above which a table is mostly holes. */
  private static final int SPARSEST = 100;

  /** Below which nobody minds. */
  private static final long SMALL = 1_000_000;

  private final CsvFormat format;
  private final LongForm form;
  private final Map<String, Integer> kpis = new LinkedHashMap<>();
  private final Map<String, List<Span>> spans = new HashMap<>();
  private long[] epochMillis = new long[16];
  private int[] ofKpi = new int[16];
  private double[] values = new double[16];
  private int size;

  /** The times of a KPI in a file. */
  private record Span(long first, long last) {}

  LongRows(CsvFormat format) {
    this.format = format;
    this.form = Objects.requireNonNull(format.layout().longForm());
  }

  /** What reads one of the files. */
  OneFile of(Path file) {
    return new OneFile(file);
  }

  private void add(long time, int kpi, double value) {
    if (size == values.length) {
      epochMillis = Arrays.copyOf(epochMillis, 2 * size);
      ofKpi = Arrays.copyOf(ofKpi, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    epochMillis[size] = time;
    ofKpi[size] = kpi;
    values[size] = value;
    size++;
  }

  /**
   * The values as rows in the order of time. A KPI that has several values at a time makes several
   * rows of it.
   *
   * @throws IllegalArgumentException if there is no KPI, a KPI has values of the same time or files
   *     of a KPI overlap and that is refused, or hardly any time has values of several KPIs
   */
  KpiRows pivoted() {
    List<String> names = List.copyOf(kpis.keySet());
    if (names.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one row");
    }
    if (format.order().isStrict()) {
      requireNoOverlap();
    }
    int[] byTime =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingLong(i -> epochMillis[i])) // stable
            .mapToInt(i -> i)
            .toArray();
    requireDense(byTime, names.size());
    KpiRows rows = new KpiRows(names);
    double[] row = new double[names.size()];
    boolean[] filled = new boolean[row.length];
    Arrays.fill(row, Double.NaN);
    for (int i = 0; i < size; i++) {
      int value = byTime[i];
      if (filled[ofKpi[value]]) {
        if (!format.order().merges()) {
          throw new IllegalArgumentException(
              "there are two values of %s at %s%s"
                  .formatted(
                      names.get(ofKpi[value]),
                      Instant.ofEpochMilli(epochMillis[value]),
                      CsvOrder.MERGE));
        }
        flush(rows, epochMillis[value], row, filled);
      }
      row[ofKpi[value]] = values[value];
      filled[ofKpi[value]] = true;
      if (i + 1 == size || epochMillis[byTime[i + 1]] != epochMillis[value]) {
        flush(rows, epochMillis[value], row, filled);
      }
    }
    return rows;
  }

  private static void flush(KpiRows rows, long time, double[] row, boolean[] filled) {
    rows.addInAnyOrder(time, row);
    Arrays.fill(row, Double.NaN);
    Arrays.fill(filled, false);
  }

  /** Or the values of two hosts would be mixed. */
  private void requireNoOverlap() {
    spans.forEach(
        (kpi, files) -> {
          files.sort(Comparator.comparingLong(Span::first));
          for (int i = 1; i < files.size(); i++) {
            if (files.get(i).first() <= files.get(i - 1).last()) {
              throw new IllegalArgumentException(
                  "files overlap in %s at %s%s"
                      .formatted(
                          kpi, Instant.ofEpochMilli(files.get(i).first()), CsvOrder.OVERLAP));
            }
          }
        });
  }

  private void requireDense(int[] byTime, int width) {
    long times =
        IntStream.range(0, size)
            .filter(i -> i == 0 || epochMillis[byTime[i]] != epochMillis[byTime[i - 1]])
            .count();
    if (times * width > Math.max(SMALL, (long) SPARSEST * size)) {
      throw new IllegalArgumentException(
          "%d KPIs at %d times have %d values: less than one in %d is there, KPIs must share times"
              .formatted(width, times, size, SPARSEST));
    }
  }

  /** One of the files. */
  final class OneFile implements CsvTable.Visitor {
    private final Path file;
    private final Map<String, RowTimes> clocks = new HashMap<>();
    private List<String> columns = List.of();
    private int timeColumn;
    private int kpiColumn;
    private int valueColumn;

    private OneFile(Path file) {
      this.file = file;
    }

    @Override
    public void header(List<String> names) throws DataFileException {
      columns = names;
      int[] kept = format.layout().kept(names);
      timeColumn = format.layout().timeColumn(file, format.dialect().headerLine(), names, kept);
      kpiColumn = column(form.kpi(), "--kpi-column");
      valueColumn = column(form.value(), "--value-column");
      List<String> others = new ArrayList<>();
      for (int column : kept) {
        if (column != timeColumn && column != kpiColumn && column != valueColumn) {
          others.add(names.get(column));
        }
      }
      if (!others.isEmpty()) {
        throw new DataFileException(
            file,
            format.dialect().headerLine(),
            "columns %s are neither time, KPI nor value%s"
                .formatted(
                    CsvTable.shown(others.toString()),
                    ReadWith.option(
                        "if a KPI's name tells it without them, they are left out with"
                            + " --ignore-columns",
                        "withoutColumns")));
      }
    }

    private int column(String name, String option) throws DataFileException {
      int found = columns.indexOf(name);
      if (found < 0) {
        throw new DataFileException(
            file,
            format.dialect().headerLine(),
            "column '%s' is missing; the columns are %s%s"
                .formatted(
                    name,
                    CsvTable.shown(columns.toString()),
                    ReadWith.option("another is named with " + option, "withLongFormat")));
      }
      return found;
    }

    @Override
    public void record(CsvRecord fields) throws DataFileException {
      long line = fields.getStartingLineNumber();
      String kpi = fields.getField(kpiColumn).strip();
      CsvTable.requireDecoded(file, line, kpi);
      if (kpi.isEmpty()) {
        throw new DataFileException(file, line, form.kpi() + " is empty, but a KPI was expected");
      }
      RowTimes clock = clocks.get(kpi);
      if (clock == null) {
        clock = new RowTimes(file, columns.get(timeColumn), format);
        clocks.put(kpi, clock);
      }
      long time = clock.next(line, fields.getField(timeColumn).strip());
      String value = fields.getField(valueColumn).strip();
      int index = kpis.computeIfAbsent(kpi, name -> kpis.size());
      add(time, index, format.numbers().number(file, line, kpi, value));
    }

    /** All columns of the file. */
    List<String> columns() {
      return columns;
    }

    /**
     * After the last row.
     *
     * @throws DataFileException if a local time can't be told
     */
    void end() throws DataFileException {
      for (Map.Entry<String, RowTimes> kpi : clocks.entrySet()) {
        RowTimes clock = kpi.getValue();
        clock.end();
        spans
            .computeIfAbsent(kpi.getKey(), name -> new ArrayList<>())
            .add(new Span(clock.first(), clock.last()));
      }
    }
  }
}
