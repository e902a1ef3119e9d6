package io.mild.benchmarks;

import io.mild.benchmarks.experiment.Recording;
import io.mild.cli.console.CsvOptions;
import io.mild.cli.console.FailureCsvOptions;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** The options that say how the files of recordings are written. */
final class RecordingOptions {
  @Mixin private CsvOptions csv = new CsvOptions();
  @Mixin private FailureCsvOptions failureCsv = new FailureCsvOptions();

  Recording read(Path folder, String name) throws IOException {
    return Recording.read(folder, name, csv.kpis(), failureCsv.failures(csv));
  }
}
