package io.mild.benchmarks;

import io.mild.Mild;
import io.mild.benchmarks.experiment.Experiment;
import io.mild.benchmarks.experiment.ExperimentResults;
import io.mild.benchmarks.experiment.ExperimentTable;
import io.mild.benchmarks.experiment.FoldResult;
import io.mild.benchmarks.experiment.Model;
import io.mild.benchmarks.experiment.Recording;
import io.mild.benchmarks.report.ExperimentPage;
import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.KpiOwners;
import io.mild.cli.console.OwnedKpiOptions;
import io.mild.cli.console.Progress;
import io.mild.cli.console.StressOptions;
import io.mild.cli.demo.DemoRun;
import io.mild.cli.page.Figures;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the paper's experiment. */
@Command(
    name = "experiment",
    description = {
      "Runs the paper's experiment: models over the folds of a recording, each trained on what came"
          + " before its test block.",
      "Leaves results.json and report.html. Interrupted and run again with the same options, it"
          + " goes on where it was."
    })
final class ExperimentCommand implements Callable<Integer> {
  private static final int STEPS = 1000;

  /** Of {@code --models}: MILD, and without one ingredient after another. */
  private static final String ABLATION = "ablation";

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
      description = "Length of the generated telemetry (default: 200000).")
  private @Nullable Integer minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the generated telemetry (default: 42).")
  private @Nullable Long seed;

  @Mixin private StressOptions stress = new StressOptions();

  @Option(
      names = "--horizon",
      paramLabel = "TIME",
      description =
          "How far ahead to look, such as 120m, 30h or 90s (default: 120m). Windows of features,"
              + " caps of leads and later verdicts go by it.")
  private Duration horizon = MildTrainer.DEFAULT_HORIZONS.get(0);

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Number of folds, each a test block (default: ${DEFAULT-VALUE}).")
  private int folds = 10;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "NAME",
      description = {
        "Which models, of wkpi,dist,z,distance,lr,shared-lr,mlp,lstm,gbt,mild-paper,mild (default:"
            + " all).",
        "Beside these there is MILD without one of its ingredients, such as"
            + " mild-without-transplanted-failures; ablation stands for mild and all of these:",
        "${COMPLETION-CANDIDATES}"
      },
      completionCandidates = Ablations.class)
  private List<String> models = Model.names();

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "False positives a day to allow (default: ${DEFAULT-VALUE}).")
  private double budget = MildTrainer.DEFAULT_FALSE_POSITIVE_BUDGET;

  @Mixin private OwnedKpiOptions own = new OwnedKpiOptions();

  @Option(
      names = "--dump",
      description = "Leave each test row's risks and gate, too: risks-<model>-<fold>.csv.")
  private boolean dump;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; created if it does not exist.")
  private Path out = Path.of("");

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (data != null && (minutes != null || seed != null || stress.isStress())) {
      throw new ParameterException(
          command.commandLine(),
          "--data brings its own rows: leave out --minutes, --seed, --pairs and --victim-overt");
    }
    if (folds < 1) {
      throw new ParameterException(
          command.commandLine(), "--folds must be at least 1, but was " + folds);
    }
    List<Model> chosen = models.stream().flatMap(ExperimentCommand::models).distinct().toList();
    Recording recording = data == null ? generated() : recorded(data);
    Experiment experiment =
        Experiment.on(recording, out)
            .horizon(horizon)
            .folds(folds)
            .owners(new KpiOwners(own.patterns()))
            .budget(budget)
            .models(chosen)
            .dump(dump)
            .build();
    ExperimentResults results;
    try (Watch watch = new Watch(chosen.size() * folds)) {
      results = experiment.run(watch);
    }
    Path page = out.resolve("report.html");
    boolean pictures = ExperimentPage.write(page, results, story(experiment, recording, chosen));
    say("%s", ExperimentTable.of(results));
    say("all figures: %s%nthe same with pictures: %s", out.resolve("results.json"), page);
    if (!pictures) {
      say("%s", Figures.HOW_TO_HAVE_THEM);
    }
    return 0;
  }

  /** The last test block once more, minute by minute, by the last MILD that was asked for. */
  private Optional<DemoRun> story(Experiment experiment, Recording recording, List<Model> chosen)
      throws IOException {
    Optional<Mild> mild = Optional.empty();
    for (Model model : chosen) {
      Optional<Mild> learned = experiment.mild(model.name(), folds);
      mild = learned.isPresent() ? learned : mild;
    }
    Fold last = Fold.of(recording.history(), recording.failures(), horizon, folds, folds);
    return mild.map(
        watching ->
            DemoRun.watch(
                watching,
                last.rows(),
                recording.failures(),
                last.rows().time(last.testStart()),
                () -> {}));
  }

  private static Stream<Model> models(String name) {
    return name.equals(ABLATION)
        ? Stream.concat(Stream.of(Model.named("mild")), Model.ABLATIONS.stream())
        : Stream.of(Model.named(name));
  }

  /** What {@code --help} lists. */
  static final class Ablations implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Model.ABLATIONS.stream().map(Model::name).iterator();
    }
  }

  private Recording recorded(Path folder) throws IOException {
    return recordings.read(folder, folder.toAbsolutePath().normalize().getFileName().toString());
  }

  private Recording generated() throws IOException {
    SyntheticSpec.Builder settings = SyntheticSpec.builder();
    if (minutes != null) {
      settings.minutes(minutes);
    }
    if (seed != null) {
      settings.seed(seed);
    }
    stress.applyTo(settings);
    SyntheticSpec spec = settings.build();
    String hard = stress.isStress() ? ", " + stress : "";
    Path folder =
        out.resolve(
            "data-%d-seed-%d%s"
                .formatted(spec.minutes(), spec.seed(), hard.replace(",", "").replace(' ', '-')));
    SyntheticTelemetry.generate(spec).writeTo(folder);
    return Recording.read(
        folder,
        String.format(
            Locale.ROOT, "generated, %,d minutes, seed %d%s", spec.minutes(), spec.seed(), hard));
  }

  private void say(String format, Object... values) {
    PrintWriter writer = command.commandLine().getOut();
    writer.printf(Locale.ROOT, format + "%n", values);
    writer.flush();
  }

  /** A bar with the time left; where there is no terminal a line for each fold of each model. */
  private final class Watch implements Experiment.Progress, AutoCloseable {
    private final Progress bar = Progress.of("experiment", STEPS);
    private final long began = System.nanoTime();
    private final int jobs;
    private double before = Double.NaN;
    private double done;

    Watch(int jobs) {
      this.jobs = jobs;
    }

    @Override
    public void done(double share) {
      before = Double.isNaN(before) ? share : before;
      done = share;
      bar.stepTo(Math.round(STEPS * share), left());
    }

    @Override
    public void finished(FoldResult result) {
      if (!Progress.isTerminal()) {
        say("%s; %s", ExperimentTable.line(result, horizon), left());
      }
    }

    private String left() {
      double elapsed = (System.nanoTime() - began) / 60e9;
      return done > before
          ? String.format(
              Locale.ROOT, "about %.0f min left", elapsed * (1 - done) / (done - before))
          : jobs + " folds to do";
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
