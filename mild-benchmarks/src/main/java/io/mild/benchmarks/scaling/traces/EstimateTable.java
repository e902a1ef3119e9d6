package io.mild.benchmarks.scaling.traces;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.mild.benchmarks.scaling.evaluation.Estimate;
import io.mild.benchmarks.scaling.evaluation.ScalingTables;
import io.mild.benchmarks.scaling.evaluation.Table;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A table of estimates, for people and as CSV. */
final class EstimateTable {
  private static final String HALF_WIDTH = "_half_width95";

  private final String title;
  private final String file;
  private final List<String> names;
  private final List<Column> columns;
  private final List<Row> rows = new ArrayList<>();

  /**
   * What stands below each other.
   *
   * @param title for people
   * @param name in the file
   * @param isChange whether it is a share to be told in percent with its sign
   */
  record Column(String title, String name, boolean isChange) {
    static Column of(String title, String name) {
      return new Column(title, name, false);
    }

    static Column ofChange(String title, String name) {
      return new Column(title, name, true);
    }
  }

  private record Row(List<String> names, List<Estimate> estimates) {}

  /**
   * An empty table.
   *
   * @param file its name in a folder
   * @param names heads of the columns that say what a row is of
   */
  EstimateTable(String title, String file, List<String> names, List<Column> columns) {
    this.title = title;
    this.file = file;
    this.names = names;
    this.columns = columns;
  }

  String title() {
    return title;
  }

  /** Adds a row of as many names and estimates as there are columns. */
  void row(List<String> of, Estimate... estimates) {
    rows.add(new Row(of, List.of(estimates)));
  }

  Table words() {
    Table table =
        new Table(Stream.concat(names.stream(), columns.stream().map(Column::title)).toList());
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(row.names());
      for (int i = 0; i < columns.size(); i++) {
        Estimate estimate = row.estimates().get(i);
        cells.add(
            columns.get(i).isChange()
                ? ScalingTables.percent(estimate)
                : ScalingTables.estimate(estimate));
      }
      table.row(cells);
    }
    return table;
  }

  void writeCsv(Path folder) throws IOException {
    WholeFile.writeText(
        folder.resolve(file),
        writer -> {
          try (CsvWriter csv = CsvWriter.builder().build(writer)) {
            List<String> head = new ArrayList<>(names);
            columns.forEach(
                column -> head.addAll(List.of(column.name(), column.name() + HALF_WIDTH)));
            csv.writeRecord(head);
            for (Row row : rows) {
              List<String> cells = new ArrayList<>(row.names());
              for (int i = 0; i < columns.size(); i++) {
                double unit = columns.get(i).isChange() ? 100 : 1;
                cells.add(number(unit * row.estimates().get(i).mean()));
                cells.add(number(unit * row.estimates().get(i).halfWidth()));
              }
              csv.writeRecord(cells);
            }
          }
        });
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
  }
}
