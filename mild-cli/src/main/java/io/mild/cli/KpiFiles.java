package io.mild.cli;

import io.mild.cli.console.CsvOptions;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name recorded KPIs and say how they are written. */
final class KpiFiles {
  @Option(
      names = "--kpis",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "KPIs, .csv or gzipped: timestamp, then a column a KPI. Several are joined.")
  private List<Path> files = List.of();

  @Mixin private CsvOptions csv = new CsvOptions();

  List<Path> files() {
    return files;
  }

  KpiHistory read() throws IOException {
    return KpiHistory.readCsv(
        csv.kpis(), files.get(0), files.subList(1, files.size()).toArray(Path[]::new));
  }

  /** How they are written. */
  CsvOptions csv() {
    return csv;
  }
}
