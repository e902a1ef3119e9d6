package io.mild.benchmarks.scaling;

import io.mild.benchmarks.scaling.evaluation.ScalingEvaluationRun;
import io.mild.cli.console.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares policies and balancers on the simulated cluster. */
@Command(
    name = "evaluate",
    description = {
      "Runs all policies and balancers on the same simulated days of all kinds.",
      "Leaves results.json and report.html. Interrupted and run again, it goes on where it was."
    })
final class ScalingEvaluateCommand implements Callable<Integer> {
  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Days of each kind, seeds 1 to N (default: ${DEFAULT-VALUE}).")
  private int seeds = 20;

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      description =
          "A folder with recorded traces, *.txt of one rate a line and second, to run as well.")
  private @Nullable Path traces;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; created if it does not exist.")
  private Path out = Path.of("");

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (seeds < 2) {
      throw new ParameterException(
          command.commandLine(), "--seeds must be at least 2, but was " + seeds);
    }
    long began = System.nanoTime();
    ScalingEvaluationRun run =
        ScalingEvaluationRun.prepare(seeds, Optional.ofNullable(traces), out);
    String summary;
    try (Progress progress = Progress.of("days", run.days())) {
      summary = run.run(progress::step);
    }
    PrintWriter writer = command.commandLine().getOut();
    writer.printf(
        Locale.ROOT,
        "%s%nall figures: %s%nthe same with pictures: %s%n%.1f minutes%n",
        summary,
        out.resolve(ScalingEvaluationRun.RESULTS),
        out.resolve(ScalingEvaluationRun.REPORT),
        (System.nanoTime() - began) / 60e9);
    writer.flush();
    return 0;
  }
}
