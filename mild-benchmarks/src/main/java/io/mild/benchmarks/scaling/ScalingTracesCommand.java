package io.mild.benchmarks.scaling;

import io.mild.benchmarks.scaling.traces.TraceStudy;
import io.mild.cli.console.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts forecasters and floors to the test on recorded traces. */
@Command(
    name = "traces",
    description = {
      "Compares forecasters on recorded traces, what keeping a goal costs by them, and how that"
          + " depends on load, start-up time, target, forecast and predictions.",
      "Leaves report.html, results.json and a CSV file a table. Interrupted and run again, it goes"
          + " on where it was."
    })
final class ScalingTracesCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FOLDER",
      description =
          "At least three traces of half an hour or more, *.txt of one rate a line and second.")
  private Path folder = Path.of("");

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Days of each trace, at least 2 (default: ${DEFAULT-VALUE}).")
  private int seeds = 20;

  @Option(
      names = "--first",
      paramLabel = "SEED",
      description = "The first seed (default: ${DEFAULT-VALUE}).")
  private long first = 1;

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
    TraceStudy study = TraceStudy.prepare(folder, first, first + seeds - 1, out);
    String tables;
    try (Progress progress = Progress.of("days", study.days())) {
      tables = study.run(progress::step);
    }
    PrintWriter writer = command.commandLine().getOut();
    writer.printf(
        Locale.ROOT,
        "%s%nthe same as a page: %s%nall figures: %s%n%.1f minutes%n",
        tables,
        out.resolve(TraceStudy.REPORT),
        out.resolve(TraceStudy.RESULTS),
        (System.nanoTime() - began) / 60e9);
    writer.flush();
    return 0;
  }
}
