package io.mild.cli;

import io.mild.cli.console.StageLine;
import io.mild.server.init.PrometheusSetup;
import io.mild.server.init.SetupRequest;
import io.mild.server.init.SetupResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Proposes a configuration by what a Prometheus has. */
@Command(
    name = "init",
    description = {
      "Reads the alert rules and the past of a Prometheus, and writes a configuration for 'serve'"
          + " and a first model.",
      "Rules that compare with a number become goals. What could not be guessed is asked in the"
          + " file, in lines that begin with '# ?'."
    })
final class InitCommand implements Callable<Integer> {
  @Mixin private PrometheusOptions prometheus = new PrometheusOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The configuration to write (default: ${DEFAULT-VALUE}). The model goes beside it.")
  private Path out = Path.of("mild.yaml");

  @Option(names = "--force", description = "Write over files that are there.")
  private boolean isForced;

  @Option(
      names = "--system",
      paramLabel = "NAME",
      description = "What to call what the Prometheus watches (default: ${DEFAULT-VALUE}).")
  private String system = "prometheus";

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How much of the past to look at and learn from (default: ${DEFAULT-VALUE}).")
  private int days = (int) SetupRequest.DEFAULT_PAST.toDays();

  @Option(
      names = "--period",
      paramLabel = "TIME",
      description =
          "From one row to the next (default: the scrape interval, but 15s or more; 1m where"
              + " nothing is scraped).")
  private @Nullable Duration period;

  @Option(
      names = "--kpis",
      paramLabel = "N",
      description = "So many KPIs at most (default: ${DEFAULT-VALUE}).")
  private int kpis = SetupRequest.DEFAULT_KPIS;

  @Option(
      names = "--metrics",
      paramLabel = "REGEX",
      description = "Which metrics may become KPIs, by their whole names (default: all).")
  private Pattern metrics = Pattern.compile(".*");

  @Option(
      names = "--train",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Train a first model, as is done unless said; without it, 'serve' does.")
  private boolean trains = true;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    SetupRequest request = request();
    requireFree(request);
    PrintWriter console = command.commandLine().getOut();
    SetupResult result;
    try (StageLine stage = new StageLine(console)) {
      result = PrometheusSetup.run(request, Instant.now(), stage);
    }
    print(console, result);
    return 0;
  }

  private SetupRequest request() {
    try {
      return new SetupRequest(
          prometheus.url(),
          prometheus.login(),
          system,
          out,
          Duration.ofDays(days),
          Optional.ofNullable(period),
          kpis,
          metrics,
          trains);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /** Before any work: nothing that is there is lost, and all can be written. */
  private void requireFree(SetupRequest request) throws IOException {
    List<Path> files =
        List.of(out, PrometheusSetup.modelFile(request), PrometheusSetup.failureFile(request));
    for (Path file : files) {
      if (Files.exists(file) && !isForced) {
        throw new IOException(file + " is there already: give another --out, or --force");
      }
      OutputFile.requireWritable(file);
    }
  }

  private static void print(PrintWriter console, SetupResult result) {
    console.printf("intents:  %s%n", String.join(", ", result.intents()));
    console.printf("KPIs:     %d%n", result.kpis());
    console.printf(
        "left out: %d alert rules, %d metrics; the file says why%n",
        result.leftOutRules(), result.leftOutMetrics());
    result.model().ifPresent(file -> console.printf("model:    %s%n", file));
    result.notes().forEach(note -> console.printf("note:     %s%n", note));
    console.printf("written:  %s; look at its lines that begin with '# ?'%n", result.config());
    console.printf("start:    mild serve --config %s%n", result.config());
    console.flush();
  }
}
