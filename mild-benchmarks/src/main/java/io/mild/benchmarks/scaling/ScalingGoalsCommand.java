package io.mild.benchmarks.scaling;

import io.mild.benchmarks.scaling.evaluation.GoalStudy;
import io.mild.cli.console.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares what keeping a goal costs with what others cost at their service level. */
@Command(
    name = "goals",
    description = {
      "Runs floors that keep a goal, for several goals, beside autoscalers without.",
      "Prints how goals were kept, and cost and utilisation at the service level of the others.",
      "Interrupted and run again, it goes on where it was."
    })
final class ScalingGoalsCommand implements Callable<Integer> {
  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Days of each kind, at least 2 (default: ${DEFAULT-VALUE}).")
  private int seeds = 20;

  @Option(
      names = "--first",
      paramLabel = "SEED",
      description = "The first seed (default: ${DEFAULT-VALUE}); others to tune on.")
  private long first = 1;

  @Option(
      names = "--trace",
      split = ",",
      paramLabel = "FILE",
      description = "Recorded traces, one rate a line and second, to run as well.")
  private List<Path> traces = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where days that are done are kept; created if it does not exist.")
  private Path out = Path.of("");

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (seeds < 2) {
      throw new ParameterException(
          command.commandLine(), "--seeds must be at least 2, but was " + seeds);
    }
    long began = System.nanoTime();
    GoalStudy study = GoalStudy.prepare(first, first + seeds - 1, traces, out);
    String tables;
    try (Progress progress = Progress.of("days", study.days())) {
      tables = study.run(progress::step);
    }
    PrintWriter writer = command.commandLine().getOut();
    writer.printf(Locale.ROOT, "%s%n%.1f minutes%n", tables, (System.nanoTime() - began) / 60e9);
    writer.flush();
    return 0;
  }
}
