package io.mild.cli;

import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names recorded KPIs. */
final class KpiFiles {
  @Option(
      names = "--kpis",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "KPIs, .csv or gzipped: timestamp, then a column a KPI. Several are joined.")
  private List<Path> files = List.of();

  List<Path> files() {
    return files;
  }

  KpiHistory read() throws IOException {
    return KpiHistory.readCsv(files.get(0), files.subList(1, files.size()).toArray(Path[]::new));
  }
}
