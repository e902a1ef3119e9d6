package io.mild.testbed;

import io.mild.cli.console.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Records a scene. */
@Command(
    name = "record",
    description = {
      "Runs a scene under load, injects faults, and records what can be known of it.",
      "Writes kpis.csv, goals.yaml, failures.csv, events.csv and meta.json. No learner may read"
          + " events.csv: it says what was injected."
    })
final class RecordCommand implements Callable<Integer> {
  @Mixin private SceneOptions options = new SceneOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; created if it does not exist.")
  private Path folder = Path.of("");

  @Option(
      names = "--hours",
      paramLabel = "X",
      description = "How long to record by the clock on the wall (default: ${DEFAULT-VALUE}).")
  private double hours = 2;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Or how many rows, such as 1440 for a day.")
  private @Nullable Integer rows;

  @Option(names = "--gzip", description = "Write kpis.csv.gz instead of kpis.csv.")
  private boolean gzip;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    int asked = rows != null ? rows : options.rows(hours);
    try (Progress progress = Progress.of("recording", asked)) {
      new SceneRun(options, asked, command.commandLine().getOut())
          .run(
              Optional.of(folder),
              gzip,
              new SceneRun.Audience() {
                @Override
                public void begins(List<String> kpis) {}

                @Override
                public void row(int row, double[] values) {
                  progress.step();
                }
              });
    }
    return 0;
  }
}
