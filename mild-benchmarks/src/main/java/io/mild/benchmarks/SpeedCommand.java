package io.mild.benchmarks;

import io.mild.internal.io.TextFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast scoring is, beside its peers. */
@Command(
    name = "speed",
    description = {
      "Measures what scoring costs, beside ONNX Runtime, DL4J and random-cut-forest, with JMH.",
      "Writes speed.json (JMH's results) and speed.md (a table of their medians), in some half an"
          + " hour. Leave the machine alone meanwhile."
    })
final class SpeedCommand implements Callable<Integer> {
  private static final String BENCHMARKS =
      "\\.(Model|Batch|Accept|PacedModel|PacedAccept|Scale|Lifecycle|Fleet|Explain)Benchmark\\.";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; created if it does not exist.")
  private Path directory = Path.of("");

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "Measure those whose names it is found in.")
  private String only = BENCHMARKS;

  @Option(
      names = "--quick",
      description = "Three short iterations each, to see that all runs; the figures say little.")
  private boolean quick;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException, RunnerException {
    Files.createDirectories(directory);
    Path results = directory.resolve("speed.json");
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(only)
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend("-Xmx4g")
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(results.toString());
    if (quick) {
      options.warmupIterations(1).measurementIterations(3).measurementTime(TimeValue.seconds(1));
    }
    new Runner(options.build()).run();
    String table = SpeedTable.of(results);
    TextFile.write(directory.resolve("speed.md"), out -> out.write(table));
    PrintWriter out = command.commandLine().getOut();
    out.print(table);
    out.flush();
    return 0;
  }
}
