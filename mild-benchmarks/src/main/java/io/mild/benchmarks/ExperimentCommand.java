package io.mild.benchmarks;

import io.mild.Mild;
import io.mild.benchmarks.experiment.Experiment;
import io.mild.benchmarks.experiment.ExperimentResults;
import io.mild.benchmarks.experiment.ExperimentTable;
import io.mild.benchmarks.experiment.FoldResult;
import io.mild.benchmarks.experiment.GoalBreaks;
import io.mild.benchmarks.experiment.Model;
import io.mild.benchmarks.experiment.Recording;
import io.mild.benchmarks.few.LevelShift;
import io.mild.benchmarks.few.Piece;
import io.mild.benchmarks.report.ExperimentPage;
import io.mild.benchmarks.rivals.Fold;
import io.mild.cli.console.Progress;
import io.mild.cli.demo.DemoRun;
import io.mild.cli.page.Figures;
import io.mild.goals.Goals;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
          + " goes on where it was.",
      "With --cut or --shift-levels all is run twice, on the rows as they were and on those,"
          + " and left in folders uncut and cut.",
      "With --goals all is run twice, learned from the log and from the breaks of goals, both to"
          + " foretell the breaks, and left in folders log and goals."
    })
final class ExperimentCommand implements Callable<Integer> {
  private static final int STEPS = 1000;

  /** Of {@code --models}: MILD, and without one ingredient after another. */
  private static final String ABLATION = "ablation";

  @Mixin private StudyOptions options = new StudyOptions();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the generated telemetry and of shifted levels (default: 42).")
  private @Nullable Long seed;

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
      names = "--dump",
      description = "Leave each test row's risks and gate, too: risks-<model>-<fold>.csv.")
  private boolean dump;

  @Option(
      names = "--goals",
      paramLabel = "FILE",
      description =
          "Goals, .yaml, an intent each; the first block proposes levels that are left open.")
  private @Nullable Path goals;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (folds < 1) {
      throw new ParameterException(
          command.commandLine(), "--folds must be at least 1, but was " + folds);
    }
    List<Model> chosen = models.stream().flatMap(ExperimentCommand::models).distinct().toList();
    Path data = options.data();
    LevelShift shift = options.shift(seed());
    if (data != null && seed != null && shift.deviations() == 0) {
      throw new ParameterException(
          command.commandLine(), "--data brings its own rows: leave out --seed");
    }
    Recording recording = data == null ? generated() : options.read(data);
    if (goals != null) {
      if (shift.changes()) {
        throw new ParameterException(
            command.commandLine(), "--goals can't be had with --cut and --shift-levels");
      }
      runByGoals(recording, Goals.readYaml(goals), chosen);
      return 0;
    }
    if (!shift.changes()) {
      run(recording, options.out(), chosen);
      return 0;
    }
    run(recording, options.out().resolve("uncut"), chosen);
    Piece cut = shift.of(recording.history(), recording.failures());
    run(
        recording.with(shift.toString(), cut.rows(), cut.failures()),
        options.out().resolve("cut"),
        chosen);
    return 0;
  }

  private void runByGoals(Recording recording, Goals said, List<Model> chosen) throws IOException {
    GoalBreaks breaks = GoalBreaks.of(said, recording, options.horizon(), folds);
    say("%s", breaks);
    run(
        recording.with(", breaks foretold", recording.failures(), breaks.judged()),
        options.out().resolve("log"),
        chosen);
    run(
        recording.with(", breaks learned and foretold", breaks.breaks(), breaks.judged()),
        options.out().resolve("goals"),
        chosen);
  }

  private void run(Recording recording, Path folder, List<Model> chosen) throws IOException {
    Experiment experiment =
        Experiment.on(recording, folder)
            .horizon(options.horizon())
            .folds(folds)
            .owners(options.owners())
            .budget(options.budget())
            .models(chosen)
            .dump(dump)
            .build();
    ExperimentResults results;
    try (Watch watch = new Watch(chosen.size() * folds)) {
      results = experiment.run(watch);
    }
    Path page = folder.resolve("report.html");
    boolean pictures = ExperimentPage.write(page, results, story(experiment, recording, chosen));
    say("%s", ExperimentTable.of(results));
    say("all figures: %s%nthe same with pictures: %s", folder.resolve("results.json"), page);
    if (!pictures) {
      say("%s", Figures.HOW_TO_HAVE_THEM);
    }
  }

  /** The last test block once more, minute by minute, by the last MILD that was asked for. */
  private Optional<DemoRun> story(Experiment experiment, Recording recording, List<Model> chosen)
      throws IOException {
    Optional<Mild> mild = Optional.empty();
    for (Model model : chosen) {
      Optional<Mild> learned = experiment.mild(model.name(), folds);
      mild = learned.isPresent() ? learned : mild;
    }
    Fold last = Fold.of(recording.history(), recording.failures(), options.horizon(), folds, folds);
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

  private long seed() {
    return seed == null ? SyntheticSpec.DEFAULT_SEED : seed;
  }

  private Recording generated() throws IOException {
    SyntheticSpec spec = options.generated(SyntheticSpec.DEFAULT_MINUTES, seed());
    String hard = options.stress();
    Path folder =
        options
            .out()
            .resolve(
                "data-%d-seed-%d%s"
                    .formatted(
                        spec.minutes(), spec.seed(), hard.replace(",", "").replace(' ', '-')));
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
        say("%s; %s", ExperimentTable.line(result, options.horizon()), left());
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
