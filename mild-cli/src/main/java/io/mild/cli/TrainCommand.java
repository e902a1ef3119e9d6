package io.mild.cli;

import io.mild.Mild;
import io.mild.cli.console.OwnedKpiOptions;
import io.mild.cli.console.RuleFile;
import io.mild.cli.console.TimeArgument;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.explanation.KpiImportance;
import io.mild.goals.Goals;
import io.mild.report.Preset;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model on recorded KPIs and failures. */
@Command(
    name = "train",
    description = {
      "Trains a model on recorded KPIs and failures, and says how well that went.",
      "Failures come from a log, or from goals that broke."
    })
final class TrainCommand implements Callable<Integer> {
  private static final int SHOWN_KPIS = 6;

  @Mixin private KpiFiles kpis = new KpiFiles();

  @Mixin private FailureFiles failures = new FailureFiles();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "Where to write the model.")
  private Path model = Path.of("");

  @Mixin private RuleFile rules = new RuleFile();

  @Option(
      names = "--like",
      paramLabel = "MODEL",
      description =
          "Train anew with the settings of this model: horizons, intents, goals, budget, preset and"
              + " seed. What else is given here counts instead.")
  private @Nullable Path like;

  @Option(
      names = "--horizon",
      paramLabel = "TIME",
      description = {
        "How far ahead to look, such as 120m, 30h, 90s or 12d (default: 120m, 60m and 30m). The"
            + " longest alerts, the others tell how much time is left."
      })
  private List<Duration> horizons = new ArrayList<>();

  @Option(
      names = "--window",
      paramLabel = "TIME",
      description =
          "How far back features look; may be repeated. Recommended: spans of moving averages"
              + " (default: 1/24 to 2 times the longest horizon); paper: windows of means and"
              + " deviations (default: 5m and 15m).")
  private List<Duration> windows = new ArrayList<>();

  @Option(
      names = "--budget",
      paramLabel = "N",
      description =
          "False alerts a day to allow (default: 1; where the longest horizon is above two hours,"
              + " one in twelve of these).")
  private @Nullable Double budget;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "paper or recommended: the recipe (default: recommended).")
  private @Nullable Preset preset;

  @Option(
      names = "--multiple-root-causes",
      description =
          "Name all root causes where there are several: for failures of which some incidents have"
              + " two rows of role root. Without it, one is named. Preset recommended only.")
  private boolean multipleRootCauses;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights and row order (default: " + MildTrainer.DEFAULT_SEED + ").")
  private @Nullable Long seed;

  @Mixin private OwnedKpiOptions own = new OwnedKpiOptions();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Learn only from rows and failures before this time.")
  private @Nullable TimeArgument until;

  @Option(
      names = "--checkpoints",
      paramLabel = "FOLDER",
      description =
          "Keep the state of the training there after each epoch, and go on from what is there.")
  private @Nullable Path checkpoints;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    OutputFile.requireOther(model, kpis.files());
    OutputFile.requireOther(model, failures.files());
    OutputFile.requireWritable(model);
    OutputFile.requireOther(model, rules.files());
    Mild former = like == null ? null : Mild.load(like);
    if (failures.files().isEmpty() && (former == null || former.goals().isEmpty())) {
      throw failures.missing();
    }
    MildTrainer trainer = former == null ? MildTrainer.create() : MildTrainer.like(former);
    @Nullable Instant end = until == null ? null : kpis.csv().instant(until);
    KpiHistory history = kpis.read();
    FailureLog log = failures.log(kpis.csv()).orElse(null);
    Goals goals = failures.goals();
    if (end != null) {
      history = Known.before(end, history);
      log = log == null ? null : Known.before(end, log);
    }
    trainer.rules(rules.read());
    if (!goals.isEmpty()) {
      trainer.goals(goals);
    }
    if (preset != null) {
      trainer.preset(preset);
    }
    if (seed != null) {
      trainer.seed(seed);
    }
    if (budget != null) {
      trainer.falsePositiveBudget(budget);
    }
    if (!horizons.isEmpty()) {
      trainer.horizons(horizons.toArray(Duration[]::new));
    }
    if (!windows.isEmpty()) {
      trainer.windows(windows.toArray(Duration[]::new));
    }
    own.applyTo(trainer);
    if (multipleRootCauses) {
      trainer.multipleRootCauses();
    }
    if (checkpoints != null) {
      trainer.checkpoints(Files.createDirectories(checkpoints));
    }
    PrintWriter out = command.commandLine().getOut();
    Mild mild;
    try (TrainingBar bar = new TrainingBar(out, "")) {
      trainer.onProgress(bar);
      mild = log == null ? trainer.train(history) : trainer.train(history, log);
    }
    mild.save(model);
    out.print(mild.report());
    for (String intent : mild.intents()) {
      List<KpiImportance> kpis = mild.importance(intent);
      if (!kpis.isEmpty()) {
        out.printf("what alerts of %s hang on: %s%n", intent, join(kpis));
      }
    }
    out.printf("saved as %s%n", model);
    out.flush();
    return 0;
  }

  private static String join(List<KpiImportance> kpis) {
    return kpis.stream()
        .limit(SHOWN_KPIS)
        .map(KpiImportance::toString)
        .collect(Collectors.joining(", "));
  }
}
