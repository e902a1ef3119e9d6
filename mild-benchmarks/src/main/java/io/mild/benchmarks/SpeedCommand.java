package io.mild.benchmarks;

import static java.util.Objects.requireNonNullElse;

import io.mild.internal.io.WholeFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast scoring is, beside its peers, and training. */
@Command(
    name = "speed",
    description = {
      "Measures what scoring costs, beside ONNX Runtime, DL4J and random-cut-forest, and what a"
          + " training step does, with JMH.",
      "Writes speed.json (JMH's results) and speed.md (a table of their medians), in some half an"
          + " hour. Leave the machine alone meanwhile."
    })
final class SpeedCommand implements Callable<Integer> {
  private static final String BENCHMARKS =
      "\\.(Model|Batch|Accept|PacedModel|PacedAccept|Scale|Lifecycle|Fleet|Explain)Benchmark\\."
          + "|\\.TrainingStepBenchmark\\.oneLayer$";

  /** Benchmarks that start Java otherwise, which these options do for all. */
  private static final String OF_ANOTHER_JAVA = "ByVectorApi$";

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

  @Option(
      names = "--vector-api",
      description = "Give MILD the Vector API: --add-modules jdk.incubator.vector.")
  private boolean vectorApi;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException, RunnerException {
    requireRegularExpression();
    Files.createDirectories(directory);
    Path results = directory.resolve("speed.json");
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(only)
            .exclude(OF_ANOTHER_JAVA)
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend(jvmArguments())
            .shouldFailOnError(false) // half an hour of the others' figures is not to be lost
            .resultFormat(ResultFormatType.JSON)
            .result(results.toString());
    if (quick) {
      options.warmupIterations(1).measurementIterations(3).measurementTime(TimeValue.seconds(1));
    }
    int measured;
    try {
      measured = new Runner(options.build()).run().size();
    } catch (NoBenchmarksException e) {
      Files.deleteIfExists(results);
      throw new ParameterException(
          command.commandLine(),
          "--only: '%s' is found in no benchmark's name, such as BatchBenchmark".formatted(only),
          e);
    }
    String table = SpeedTable.of(results, kernel());
    WholeFile.writeText(directory.resolve("speed.md"), out -> out.write(table));
    PrintWriter out = command.commandLine().getOut();
    out.print(table);
    out.flush();
    int asked = asked();
    if (measured < asked) {
      command
          .commandLine()
          .getErr()
          .printf(
              "%d of %d measurements failed, JMH says above why; all others are in %s.%n",
              asked - measured, asked, directory);
      return 1;
    }
    return 0;
  }

  /** How many measurements there should be: of each benchmark one for all values of parameters. */
  private int asked() {
    return BenchmarkList.defaultList()
        .find(
            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
            List.of(only),
            List.of(OF_ANOTHER_JAVA))
        .stream()
        .mapToInt(
            benchmark ->
                benchmark.getParams().orElse(Map.of()).values().stream()
                    .mapToInt(values -> values.length)
                    .reduce(1, Math::multiplyExact))
        .sum();
  }

  private void requireRegularExpression() {
    try {
      Pattern.compile(only);
    } catch (PatternSyntaxException e) {
      throw new ParameterException(
          command.commandLine(),
          "--only is no regular expression: '%s': %s".formatted(only, e.getDescription()),
          e);
    }
  }

  private String[] jvmArguments() {
    return vectorApi
        ? new String[] {"-Xmx4g", "--add-modules", "jdk.incubator.vector"}
        : new String[] {"-Xmx4g"};
  }

  /** That of a JVM as the benchmarks' own. */
  private String kernel() throws IOException {
    List<String> call = new ArrayList<>();
    call.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(call, jvmArguments());
    Collections.addAll(call, "-cp", System.getProperty("java.class.path"));
    call.add(KernelName.class.getName());
    Process process = new ProcessBuilder(call).start();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      return requireNonNullElse(reader.readLine(), "of a kernel unknown");
    }
  }
}
