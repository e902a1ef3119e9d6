package io.mild.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of one file that has a column a KPI. */
final class WideRows implements CsvTable.Visitor {
  private final Path file;
  private final CsvFormat format;
  private List<String> columns = List.of();
  private int timeColumn;
  private int[] kpiColumns = {};
  private double[] row = {};
  private KpiRows rows = new KpiRows(List.of("none"));
  private RowTimes clock;

  WideRows(Path file, CsvFormat format) {
    this.file = file;
    this.format = format;
    this.clock = new RowTimes(file, "none", format);
  }

  @Override
  public void header(List<String> names) throws DataFileException {
    columns = names;
    int[] kept = format.layout().kept(names);
    timeColumn = format.layout().timeColumn(file, format.dialect().headerLine(), names, kept);
    kpiColumns = IntStream.of(kept).filter(column -> column != timeColumn).toArray();
    try {
      rows = new KpiRows(IntStream.of(kpiColumns).mapToObj(names::get).toList());
    } catch (IllegalArgumentException e) {
      throw new DataFileException(
          file,
          format.dialect().headerLine(),
          e.getMessage()
              + ReadWith.option("a column is left out with --ignore-columns ''", "withoutColumns"));
    }
    row = new double[kpiColumns.length];
    clock = new RowTimes(file, names.get(timeColumn), format);
  }

  @Override
  public void record(CsvRecord fields) throws DataFileException {
    long line = fields.getStartingLineNumber();
    long time = clock.next(line, fields.getField(timeColumn).strip());
    for (int j = 0; j < row.length; j++) {
      String text = fields.getField(kpiColumns[j]).strip();
      row[j] = format.numbers().number(file, line, rows.kpis().get(j), text);
    }
    rows.addInAnyOrder(time, row);
  }

  /** All columns of the file. */
  List<String> columns() {
    return columns;
  }

  /**
   * The rows, in the order of the file.
   *
   * @throws DataFileException if a local time can't be told
   */
  KpiRows end() throws DataFileException {
    clock.end();
    return rows;
  }
}
