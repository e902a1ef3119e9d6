package io.mild.data;

import io.mild.internal.io.NearNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** KPIs on their way from CSV files. */
final class KpiCsv {
  private final CsvFormat format;
  private final Path first;
  private final List<Path> more;

  private KpiCsv(CsvFormat format, Path first, List<Path> more) {
    this.format = format;
    this.first = first;
    this.more = more;
  }

  static KpiHistory read(CsvFormat format, Path first, List<Path> more) throws IOException {
    KpiCsv files = new KpiCsv(format, first, more);
    return format.layout().longForm() == null ? files.readWide() : files.readLong();
  }

  private KpiHistory readWide() throws IOException {
    Set<String> columns = new LinkedHashSet<>();
    List<KpiRows> parts = new ArrayList<>();
    for (Path file : files()) {
      WideRows rows = new WideRows(file, format);
      CsvTable.read(file, format, rows);
      parts.add(rows.end());
      columns.addAll(rows.columns());
    }
    requireIgnored(columns);
    List<KpiHistory> recordings = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      recordings.add(recording(files().get(i), parts.get(i), parts.get(0).kpis()));
    }
    try {
      return format.order().isStrict()
          ? KpiHistory.concat(recordings)
          : KpiRows.of(recordings).sorted(format.order().duplicates()).build();
    } catch (IllegalArgumentException e) {
      String advice = format.order().isStrict() ? CsvOrder.OVERLAP : CsvOrder.MERGE;
      throw ofAll(e.getMessage() + advice);
    }
  }

  private KpiHistory recording(Path file, KpiRows rows, List<String> kpis)
      throws DataFileException {
    KpiHistory recording;
    try {
      recording = rows.build();
    } catch (IllegalArgumentException e) {
      throw new DataFileException(file, 0, String.valueOf(e.getMessage()));
    }
    try {
      return recording.inOrderOf(kpis);
    } catch (IllegalArgumentException e) {
      throw new DataFileException(file, 1, e.getMessage() + ", as in " + first);
    }
  }

  private KpiHistory readLong() throws IOException {
    Set<String> columns = new LinkedHashSet<>();
    LongRows rows = new LongRows(format);
    for (Path file : files()) {
      LongRows.OneFile visitor = rows.of(file);
      CsvTable.read(file, format, visitor);
      visitor.end();
      columns.addAll(visitor.columns());
    }
    requireIgnored(columns);
    try {
      return rows.pivoted().sorted(format.order().duplicates()).build();
    } catch (IllegalArgumentException e) {
      throw ofAll(String.valueOf(e.getMessage()));
    }
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(first));
    files.addAll(more);
    return files;
  }

  private DataFileException ofAll(String problem) {
    return new DataFileException(
        first, 0, more.isEmpty() ? problem : "with " + more + ": " + problem);
  }

  /** A column that is left out by a name that is none would be a KPI without a word. */
  private void requireIgnored(Set<String> columns) throws DataFileException {
    for (String name : format.layout().ignored()) {
      if (!columns.contains(name)) {
        throw new DataFileException(
            first,
            1,
            "there is no column '%s' to leave out; near it are %s"
                .formatted(name, NearNames.of(name, List.copyOf(columns))));
      }
    }
  }
}
