package io.mild.cli;

import io.mild.cli.console.Progress;
import io.mild.cli.console.StressOptions;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a synthetic data set. */
@Command(
    name = "generate",
    description = {
      "Generates synthetic telemetry with failures, one row a minute unless --period says"
          + " otherwise.",
      "Writes kpis.csv, failures.csv, benign.csv, moved.csv and config.json. No learner may read"
          + " benign.csv and moved.csv: they say what the generator did."
    })
final class GenerateCommand implements Callable<Integer> {
  /** The load, and one KPI's noise and values. */
  private static final long BYTES_A_ROW = 48;

  /** What is generated, and by what it deviates. */
  private static final long BYTES_A_VALUE = 16;

  private static final long MEGA = 1_000_000;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; created if it does not exist.")
  private Path directory = Path.of("");

  @Option(
      names = {"--minutes", "--rows"},
      paramLabel = "N",
      description = "Length of the history in rows, at least 1000 (default: ${DEFAULT-VALUE}).")
  private int minutes = SyntheticSpec.DEFAULT_MINUTES;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every random source (default: ${DEFAULT-VALUE}).")
  private long seed = SyntheticSpec.DEFAULT_SEED;

  @Option(
      names = "--period",
      paramLabel = "TIME",
      description =
          "Time from one row to the next, 1s to 1d (default: 1m). The same story in rows: drifts,"
              + " events and days are stretched with it, a day is 1440 rows.")
  private Duration period = SyntheticSpec.DEFAULT_PERIOD;

  @Mixin private StressOptions stress = new StressOptions();

  @Option(
      names = "--intents",
      paramLabel = "N",
      description = "Number of intents (default: ${DEFAULT-VALUE}).")
  private int intents = SyntheticSpec.defaults().intents();

  @Option(
      names = "--kpis",
      paramLabel = "N",
      description = "Number of KPIs (default: 8, and one more for each intent above the third).")
  private @Nullable Integer kpis;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    SyntheticSpec spec = spec();
    requireMemory(spec);
    SyntheticTelemetry telemetry;
    try (Progress progress = Progress.of("generating", 100)) {
      telemetry =
          SyntheticTelemetry.generate(spec, done -> progress.stepTo(Math.round(100 * done), ""));
      telemetry.writeTo(directory);
    }
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%d %s of %d KPIs with %d failures of %d intents in %s%n",
        spec.minutes(),
        spec.period().equals(SyntheticSpec.DEFAULT_PERIOD) ? "minutes" : "rows",
        spec.kpis(),
        telemetry.failures().size(),
        spec.intents(),
        directory);
    out.flush();
    return 0;
  }

  /** All rows are in memory before any is written. */
  private static void requireMemory(SyntheticSpec spec) {
    long needed = spec.minutes() * (BYTES_A_ROW + spec.kpis() * BYTES_A_VALUE);
    long most = Runtime.getRuntime().maxMemory();
    if (needed > most) {
      throw new IllegalArgumentException(
          "%d rows of %d KPIs need some %d MB of memory, but Java has %d: ask for fewer, or give it more with -Xmx"
              .formatted(spec.minutes(), spec.kpis(), needed / MEGA, most / MEGA));
    }
  }

  private SyntheticSpec spec() {
    SyntheticSpec.Builder spec =
        SyntheticSpec.builder().minutes(minutes).seed(seed).intents(intents).period(period);
    if (kpis != null) {
      spec.kpis(kpis);
    }
    stress.applyTo(spec);
    return spec.build();
  }
}
