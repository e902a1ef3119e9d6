package io.mild;

import io.mild.TrainingProgress.Stage;
import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertTuner;
import io.mild.alerting.ScoredBlock;
import io.mild.features.FeatureSpec;
import io.mild.features.Standardizer;
import io.mild.moe.HybridLoss;
import io.mild.moe.LossTerms;
import io.mild.moe.MixtureData;
import io.mild.moe.MixtureSettings;
import io.mild.moe.MixtureTrainer;
import io.mild.moe.RiskModel;
import io.mild.moe.Teacher;
import io.mild.moe.TeacherTrainer;
import io.mild.moe.TrainedMixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** One training: history and failures in, a model and its report out. */
final class Training {
  private static final int BACKGROUND_ROWS = 100;

  /** Where a horizon's training stands, about, when its teacher and its mixture are done. */
  private static final double AFTER_TEACHER = 0.05;

  private static final double AFTER_MIXTURE = 0.95;

  private static final int SMALLEST_BATCH = 32;
  private static final int STEPS_AN_EPOCH = 50;

  private final MildTrainer settings;
  private final KpiHistory history;
  private final FailureLog failures;
  private final List<String> intents;
  private final FeatureSpec spec;
  private final Split split;
  private final List<String> warnings = new ArrayList<>();
  private final long began = System.nanoTime();

  Training(MildTrainer settings, KpiHistory history, FailureLog failures) {
    this.settings = settings;
    this.history = history;
    this.intents = settings.intents().isEmpty() ? failures.intents() : settings.intents();
    this.failures =
        new FailureLog(
            failures.failures().stream().filter(f -> intents.contains(f.intent())).toList());
    if (this.failures.failures().isEmpty()) {
      throw new IllegalArgumentException(
          intents.isEmpty()
              ? "nothing to learn: the failure log is empty"
              : "nothing to learn: no failure of " + intents + " in the failure log");
    }
    Duration longest = settings.horizons().get(0);
    int windowRows = history.rows() < 2 ? 1 : windowRows();
    this.split = Split.of(history, longest);
    if (split.fitRows() < 2 * windowRows || history.rows() - split.validationStart() < 2) {
      throw new IllegalArgumentException(
          ("too little history: of %d rows (%s to %s) the first 80 %% less a horizon of %d min"
                  + " leave %d rows to fit, but at least %d are needed")
              .formatted(
                  history.rows(),
                  history.start(),
                  history.end(),
                  longest.toMinutes(),
                  split.fitRows(),
                  2 * windowRows));
    }
    this.spec = new FeatureSpec(history.kpis(), history.samplingPeriod(), settings.windows());
  }

  private int windowRows() {
    Duration longestWindow = settings.windows().stream().max(Duration::compareTo).orElseThrow();
    return (int) Math.max(1, longestWindow.dividedBy(history.samplingPeriod()));
  }

  Mild run() {
    report(Stage.FEATURES, Duration.ZERO, 0, 0, LossTerms.UNKNOWN, LossTerms.UNKNOWN, 0);
    Standardizer standardizer = Standardizer.fit(new FeatureReplay(history, spec, split.fitRows()));
    float[] features = standardized(standardizer);
    warnOfKpis(standardizer);

    List<TrainingReport.Intent> learned = learnable();
    List<HorizonModel> models = new ArrayList<>();
    List<TrainingReport.Horizon> figures = new ArrayList<>();
    for (Duration horizon : settings.horizons()) {
      train(horizon, features, models, figures);
    }
    TrainingReport report =
        new TrainingReport(
            Mild.libraryVersion(),
            settings.preset(),
            settings.seed(),
            settings.falsePositiveBudget(),
            history.start(),
            history.end(),
            Digests.ofTrainingData(history, failures),
            split.fitRows(),
            split.purgedRows(),
            history.rows() - split.validationStart(),
            learned,
            figures,
            warnings);
    Mild mild =
        new Mild(
            new KpiSchema(history.kpis(), spec.period()),
            spec,
            intents,
            standardizer,
            models,
            background(features),
            report);
    report(Stage.DONE, Duration.ZERO, 0, 0, LossTerms.UNKNOWN, LossTerms.UNKNOWN, 1);
    return mild;
  }

  private float[] standardized(Standardizer standardizer) {
    int width = spec.featureCount();
    float[] rows = new float[Math.multiplyExact(history.rows(), width)];
    int at = 0;
    for (double[] row : new FeatureReplay(history, spec, history.rows())) {
      standardizer.apply(row, rows, at);
      at += width;
    }
    return rows;
  }

  private void train(
      Duration horizon,
      float[] features,
      List<HorizonModel> models,
      List<TrainingReport.Horizon> figures) {
    Labels labels = Labels.of(history, failures, intents, horizon);
    MixtureData fit = data(features, labels, 0, split.fitRows());
    MixtureData validation = data(features, labels, split.validationStart(), history.rows());
    double done = models.size() / (double) settings.horizons().size();
    double share = 1.0 / settings.horizons().size();

    report(Stage.TEACHER, horizon, 0, 0, LossTerms.UNKNOWN, LossTerms.UNKNOWN, done);
    Teacher teacher = TeacherTrainer.train(fit);
    TrainedMixture trained =
        mixtureTrainer(horizon, fit.rows())
            .train(
                teacher,
                fit,
                validation,
                epoch ->
                    report(
                        Stage.MIXTURE,
                        horizon,
                        epoch.epoch(),
                        epoch.maxEpochs(),
                        epoch.training(),
                        epoch.validation(),
                        done + share * inMixture(epoch.epoch() / (double) epoch.maxEpochs())));

    report(
        Stage.ALERTING,
        horizon,
        0,
        0,
        LossTerms.UNKNOWN,
        LossTerms.UNKNOWN,
        done + share * AFTER_MIXTURE);
    RiskModel model = new RiskModel(teacher, trained.mixture());
    ScoredBlock block = scored(model, validation, horizon);
    AlertTuner tuner = AlertTuner.forHorizon(horizon);
    AlertPolicy policy =
        switch (settings.preset()) {
          case PAPER -> tuner.tunePerIntent(block, settings.falsePositiveBudget());
          case RECOMMENDED -> tuner.tuneJointly(block, settings.falsePositiveBudget());
        };
    AlertFigures figure = tuner.evaluate(policy, block);
    models.add(new HorizonModel(horizon, model, policy));
    figures.add(
        new TrainingReport.Horizon(horizon, trained.epochs(), trained.validationLoss(), figure));
    if (figure.failures() == 0) {
      warnings.add(
          "no failure lies wholly in the validation rows: the thresholds for "
              + horizon.toMinutes()
              + " min keep the budget, but their detection is unknown");
    }
  }

  private MixtureTrainer mixtureTrainer(Duration horizon, int rows) {
    MixtureTrainer trainer =
        new MixtureTrainer(
            MixtureSettings.paper()
                .withLoss(HybridLoss.paper().withDecorrelation(settings.decorrelation()))
                .withBatch(batch(rows))
                .withMaxEpochs(settings.maxEpochs())
                .withSeed(settings.seed()));
    return settings
        .checkpoints()
        .map(folder -> folder.resolve("horizon-" + horizon.toSeconds() + "s.checkpoint"))
        .map(trainer::withCheckpoint)
        .orElse(trainer);
  }

  private static double inMixture(double share) {
    return Math.min(AFTER_TEACHER + (AFTER_MIXTURE - AFTER_TEACHER) * share, AFTER_MIXTURE);
  }

  /**
   * The paper's batch, or on a short history one that is small enough for some fifty steps an
   * epoch: 600 rows in batches of 512 end with weights that have hardly left their first values.
   */
  private int batch(int rows) {
    int paper = MixtureSettings.paper().batch();
    return switch (settings.preset()) {
      case PAPER -> paper;
      case RECOMMENDED -> Math.max(SMALLEST_BATCH, Math.min(paper, rows / STEPS_AN_EPOCH));
    };
  }

  private MixtureData data(float[] features, Labels labels, int from, int until) {
    int width = spec.featureCount();
    int k = intents.size();
    return new MixtureData(
        until - from,
        Arrays.copyOfRange(features, from * width, until * width),
        Arrays.copyOfRange(labels.binary(), from * k, until * k),
        Arrays.copyOfRange(labels.causes(), from * k, until * k));
  }

  private ScoredBlock scored(RiskModel model, MixtureData rows, Duration horizon) {
    int start = split.validationStart();
    long[] times = new long[rows.rows()];
    double[][] risks = new double[intents.size()][rows.rows()];
    RiskModel.Scorer scorer = model.newScorer();
    double[] risk = new double[intents.size()];
    double[] gate = new double[intents.size()];
    for (int row = 0; row < times.length; row++) {
      times[row] = history.epochMillis(start + row);
      scorer.score(rows.features(), row * spec.featureCount(), risk, gate);
      for (int i = 0; i < risk.length; i++) {
        risks[i][row] = risk[i];
      }
    }
    return FailureWindows.of(failures, intents, horizon).block(times, risks);
  }

  /** Healthy fit rows, evenly over the history, so that all hours and weekdays are among them. */
  private float[][] background(float[] features) {
    Labels labels = Labels.of(history, failures, intents, settings.horizons().get(0));
    int[] healthy = IntStream.range(0, split.fitRows()).filter(labels::isHealthy).toArray();
    int[] rows = healthy.length > 0 ? healthy : new int[] {0};
    int size = Math.min(BACKGROUND_ROWS, rows.length);
    int width = spec.featureCount();
    float[][] background = new float[size][];
    for (int i = 0; i < size; i++) {
      int row = rows[(int) ((i + 0.5) * rows.length / size)];
      background[i] = Arrays.copyOfRange(features, row * width, (row + 1) * width);
    }
    return background;
  }

  private List<TrainingReport.Intent> learnable() {
    Duration horizon = settings.horizons().get(0);
    long validation = history.epochMillis(split.validationStart());
    long last = history.epochMillis(history.rows() - 1);
    List<TrainingReport.Intent> learnable = new ArrayList<>();
    for (String intent : intents) {
      int toFit = 0;
      int toValidate = 0;
      for (Failure failure : failures.failures()) {
        long time = failure.time().toEpochMilli();
        if (failure.intent().equals(intent)) {
          int row = history.firstRow(failure.time().minus(horizon));
          toFit += row < split.fitRows() && history.epochMillis(row) < time ? 1 : 0;
          toValidate += time > validation && time <= last ? 1 : 0;
        }
      }
      learnable.add(new TrainingReport.Intent(intent, toFit, toValidate));
      if (toFit == 0) {
        warnings.add(
            "intent '"
                + intent
                + "' has no failure in the fit rows: its teacher gives a constant low risk, and the"
                + " mixture has nothing to learn it from");
      }
    }
    if (learnable.stream().allMatch(intent -> intent.fitFailures() == 0)) {
      throw new IllegalArgumentException(
          "nothing to learn: no failure of %s in the %d rows to fit, %s to %s"
              .formatted(
                  intents, split.fitRows(), history.start(), history.time(split.fitRows() - 1)));
    }
    double days =
        (history.rows() - split.validationStart())
            * (spec.period().toMillis() / (double) Duration.ofDays(1).toMillis());
    if (days * settings.falsePositiveBudget() < 1) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the validation rows cover %.2f days, too few to count false alerts to a budget of %s"
                  + " a day: thresholds allow none on them",
              days,
              settings.falsePositiveBudget()));
    }
    return learnable;
  }

  private void warnOfKpis(Standardizer standardizer) {
    double[] deviation = standardizer.deviation();
    for (int kpi = 0; kpi < spec.kpiCount(); kpi++) {
      if (deviation[kpi] == 0) {
        warnings.add(
            "KPI '"
                + spec.kpis().get(kpi)
                + "' is constant or missing in all fit rows: nothing is learned from its value");
      }
    }
  }

  private void report(
      Stage stage,
      Duration horizon,
      int epoch,
      int maxEpochs,
      LossTerms trainingLoss,
      LossTerms validationLoss,
      double fraction) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
    Duration remaining =
        fraction > 0
            ? Duration.ofMillis((long) (elapsed.toMillis() * (1 - fraction) / fraction))
            : Duration.ZERO;
    settings
        .onProgress()
        .accept(
            new TrainingProgress(
                stage,
                horizon,
                epoch,
                maxEpochs,
                trainingLoss,
                validationLoss,
                fraction,
                remaining));
  }
}
