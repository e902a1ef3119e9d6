package io.mild.cli;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.GoalCheck;
import io.mild.goals.Goals;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries goals on recorded KPIs. */
@Command(
    name = "goals",
    description = {
      "Tries goals on recorded KPIs: how often each would have been broken.",
      "Levels that the file leaves open, as in 'queue <= usual', are proposed by the KPIs."
    })
final class GoalsCommand implements Callable<Integer> {
  @Mixin private KpiFiles kpis = new KpiFiles();

  @Option(
      names = "--goals",
      required = true,
      paramLabel = "FILE",
      description = "Goals, .yaml: conditions on KPIs, an intent each.")
  private Path file = Path.of("");

  @Option(
      names = "--write-goals",
      paramLabel = "FILE",
      description = "Where to write the goals with all levels.")
  private @Nullable Path written;

  @Option(
      names = "--write-failures",
      paramLabel = "FILE",
      description = "Where to write the failures that they find, .csv.")
  private @Nullable Path failures;

  @Option(
      names = "--horizon",
      paramLabel = "TIME",
      description =
          "Failures that begin within it are of one incident, and victims of those they depend on"
              + " (default: 120m).")
  private Duration horizon = MildTrainer.DEFAULT_HORIZONS.get(0);

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    for (Path output : outputs()) {
      OutputFile.requireOther(output, kpis.files());
      OutputFile.requireOther(output, List.of(file));
      OutputFile.requireWritable(output);
    }
    if (written != null) {
      OutputFile.requireOther(written, Arrays.asList(failures));
    }
    Goals said = Goals.readYaml(file);
    KpiHistory history = kpis.read();
    Goals goals = said.withUsualLevels(history);
    PrintWriter out = command.commandLine().getOut();
    for (GoalCheck check : goals.check(history)) {
      out.println(check);
      if (check.fits()) {
        out.printf("  %s%n", check.goal());
      }
    }
    if (written != null) {
      goals.writeYaml(written);
      out.printf("goals written to %s%n", written);
    }
    if (failures != null) {
      FailureLog log = goals.failuresIn(history, horizon);
      log.writeCsv(failures);
      out.printf("%d failures written to %s%n", log.failures().size(), failures);
    }
    out.flush();
    return 0;
  }

  private List<Path> outputs() {
    return Stream.of(written, failures).filter(Objects::nonNull).toList();
  }
}
