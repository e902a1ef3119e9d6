package io.mild.benchmarks;

import io.mild.benchmarks.experiment.Model;
import io.mild.benchmarks.experiment.Recording;
import io.mild.benchmarks.few.FewFailures;
import io.mild.benchmarks.few.FewResult;
import io.mild.benchmarks.few.FewSettings;
import io.mild.benchmarks.few.FewTable;
import io.mild.benchmarks.report.FewPage;
import io.mild.benchmarks.rivals.KpiOwners;
import io.mild.cli.console.OwnedKpiOptions;
import io.mild.cli.console.Progress;
import io.mild.cli.console.StressOptions;
import io.mild.cli.page.Figures;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.synthetic.SyntheticFailure;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What models are worth with one to ten failures to learn from. */
@Command(
    name = "few",
    description = {
      "Trains models on short histories drawn to hold exactly so many failures, and tests all on"
          + " other rows.",
      "Leaves few.csv (means over the draws), draws.csv (each of them) and few.html (with"
          + " pictures)."
    })
final class FewCommand implements Callable<Integer> {
  private static final int CUT = 1440;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "A folder with kpis.csv and failures.csv, as for train, plain or gzipped. Without it,"
              + " telemetry is generated.")
  private @Nullable Path data;

  @Mixin private RecordingOptions recordings = new RecordingOptions();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "Length of the generated telemetry, of which one half is for the test (default: 43200).")
  private @Nullable Integer minutes;

  @Mixin private StressOptions stress = new StressOptions();

  @Option(
      names = "--failures",
      split = ",",
      paramLabel = "N",
      description = "How many failures histories hold (default: 1,2,3,5,10).")
  private List<Integer> failures = List.of(1, 2, 3, 5, 10);

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "How many histories of each number (default: ${DEFAULT-VALUE}).")
  private int draws = 20;

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "How long a history is at least, with quiet rows between its failures, where there are so"
              + " many (default: ${DEFAULT-VALUE}).")
  private double days = 3;

  @Option(
      names = "--horizon",
      paramLabel = "TIME",
      description = "How far ahead to look, such as 120m or 2h (default: 120m).")
  private Duration horizon = MildTrainer.DEFAULT_HORIZONS.get(0);

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "NAME",
      description =
          "Which models, named as for experiment (default: mild,lr,shared-lr,z,distance,gbt).")
  private List<String> models = List.of("mild", "lr", "shared-lr", "z", "distance", "gbt");

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "False alarms a day to allow (default: ${DEFAULT-VALUE}).")
  private double budget = MildTrainer.DEFAULT_FALSE_POSITIVE_BUDGET;

  @Mixin private OwnedKpiOptions own = new OwnedKpiOptions();

  @Option(
      names = "--shift-levels",
      arity = "0..1",
      fallbackValue = "3",
      paramLabel = "N",
      description =
          "Adds to each KPI a number for each recording, of a standard deviation of N of its own"
              + " (3, if none is given). A recording ends where a row is missing;"
              + " generated telemetry is cut.")
  private double levels;

  @Option(
      names = "--cut",
      paramLabel = "ROWS",
      description =
          "Cuts into recordings of about so many rows, a week apart (default: 1440 for generated"
              + " telemetry with --shift-levels, else not at all).")
  private @Nullable Integer cut;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of the generated telemetry, the draws and the levels (default: ${DEFAULT-VALUE}).")
  private long seed = 101;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; created if it does not exist.")
  private Path out = Path.of("");

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (data != null && (minutes != null || stress.isStress())) {
      throw new ParameterException(
          command.commandLine(),
          "--data brings its own rows: leave out --minutes, --pairs and --victim-overt");
    }
    FewSettings settings =
        new FewSettings(
            name(),
            horizon,
            budget,
            new KpiOwners(own.patterns()),
            failures,
            draws,
            days,
            models.stream().distinct().map(Model::named).toList(),
            seed,
            levels,
            cut != null ? cut : data == null && levels > 0 ? CUT : 0);
    FewFailures study = study(settings);
    List<FewResult> results;
    try (Watch watch = new Watch(study.trainings())) {
      results = study.run(watch::finished);
    }
    FewTable.writeFigures(out.resolve("few.csv"), results);
    FewTable.writeDraws(out.resolve("draws.csv"), results);
    boolean pictures = FewPage.write(out.resolve("few.html"), settings, results);
    PrintWriter writer = command.commandLine().getOut();
    writer.printf(Locale.ROOT, "%s%n%n%s%n", settings.data(), FewTable.of(results));
    writer.printf("the same with pictures: %s%n", out.resolve("few.html"));
    if (!pictures) {
      writer.printf("%s%n", Figures.HOW_TO_HAVE_THEM);
    }
    writer.flush();
    return 0;
  }

  private String name() {
    String of =
        data != null
            ? data.toAbsolutePath().normalize().getFileName().toString()
            : String.format(
                Locale.ROOT, "generated, %,d minutes, seed %d", generated().minutes(), seed);
    return of
        + (stress.isStress() ? ", " + stress : "")
        + (levels > 0 ? ", levels shifted by " + levels + " deviations" : "");
  }

  private FewFailures study(FewSettings settings) throws IOException {
    if (data != null) {
      Recording recording = recordings.read(data, settings.data());
      return new FewFailures(recording.history(), recording.failures(), settings);
    }
    SyntheticTelemetry telemetry = SyntheticTelemetry.generate(generated());
    List<Instant> times =
        Arrays.stream(telemetry.epochSeconds()).mapToObj(Instant::ofEpochSecond).toList();
    return new FewFailures(
        KpiHistory.of(telemetry.kpis(), times, telemetry.values()), log(telemetry), settings);
  }

  private SyntheticSpec generated() {
    SyntheticSpec.Builder spec =
        SyntheticSpec.builder().minutes(minutes == null ? 43_200 : minutes).seed(seed);
    stress.applyTo(spec);
    return spec.build();
  }

  private static FailureLog log(SyntheticTelemetry telemetry) {
    List<Failure> failures = new ArrayList<>();
    for (SyntheticFailure failure : telemetry.failures()) {
      failures.add(failure(telemetry, failure, failure.root(), Failure.Role.ROOT));
      if (!failure.victim().isEmpty()) {
        failures.add(failure(telemetry, failure, failure.victim(), Failure.Role.VICTIM));
      }
    }
    return new FailureLog(failures);
  }

  private static Failure failure(
      SyntheticTelemetry telemetry, SyntheticFailure failure, String intent, Failure.Role role) {
    return Failure.of("" + failure.incident(), intent, at(telemetry, failure.failure()))
        .withOnset(at(telemetry, failure.onset()))
        .withRecovery(at(telemetry, failure.recovered()))
        .withRole(role)
        .withKind(failure.kind().toString());
  }

  private static Instant at(SyntheticTelemetry telemetry, int minute) {
    return Instant.ofEpochSecond(telemetry.epochSecond(minute));
  }

  /** A bar with the time left; where there is no terminal a line now and then. */
  private final class Watch implements AutoCloseable {
    private static final int LINES = 20;

    private final Progress bar;
    private final int trainings;
    private final long began = System.nanoTime();
    private int finished;

    Watch(int trainings) {
      this.bar = Progress.of("few", trainings);
      this.trainings = trainings;
    }

    void finished(FewResult result) {
      finished++;
      double minutes = (System.nanoTime() - began) / 60e9;
      String left =
          String.format(
              Locale.ROOT, "about %.0f min left", minutes * (trainings - finished) / finished);
      bar.stepTo(finished, left);
      if (!Progress.isTerminal()
          && finished * LINES / trainings > (finished - 1) * LINES / trainings) {
        PrintWriter err = command.commandLine().getErr();
        err.printf(
            Locale.ROOT,
            "%d of %d trainings; the latest: %s after %d failures, AUC %.3f; %s%n",
            finished,
            trainings,
            result.model(),
            result.failures(),
            result.auc(),
            left);
        err.flush();
      }
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
