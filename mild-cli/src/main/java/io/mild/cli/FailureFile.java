package io.mild.cli;

import io.mild.cli.console.CsvOptions;
import io.mild.cli.console.FailureCsvOptions;
import io.mild.data.FailureLog;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name recorded failures and say how they are written. */
final class FailureFile {
  @Option(
      names = "--failures",
      required = true,
      paramLabel = "FILE",
      description = "Failures, .csv or gzipped: incident,intent,onset,failure,recovered,role,kind.")
  private Path file = Path.of("");

  @Mixin private FailureCsvOptions csv = new FailureCsvOptions();

  Path file() {
    return file;
  }

  /**
   * Reads the log.
   *
   * @param kpis how the KPIs are written
   */
  FailureLog read(CsvOptions kpis) throws IOException {
    return FailureLog.readCsv(csv.failures(kpis), file);
  }
}
