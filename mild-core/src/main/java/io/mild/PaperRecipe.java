package io.mild;

import io.mild.TrainingProgress.Stage;
import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.features.FeatureSet;
import io.mild.features.FeatureSpec;
import io.mild.features.Standardizer;
import io.mild.moe.RiskModel;
import io.mild.moe.Teacher;
import io.mild.training.alerting.AlertTuner;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.mixture.HybridLoss;
import io.mild.training.mixture.MixtureData;
import io.mild.training.mixture.MixtureSettings;
import io.mild.training.mixture.MixtureTrainer;
import io.mild.training.mixture.TeacherTrainer;
import io.mild.training.mixture.TrainedMixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The paper's: windows of the KPIs, a teacher and a mixture for each horizon, each intent's alert
 * tuned on the validation rows under a budget of its own.
 *
 * <p>With two changes it is what the recommended preset does with a short history: all intents
 * share one budget, counted on the incident stream, and batches are so small that there are some
 * fifty steps an epoch: 600 rows in batches of 512 end with weights that have hardly left their
 * first values.
 */
final class PaperRecipe implements Recipe {
  /** Where a horizon's training stands, about, when its teacher and its mixture are done. */
  private static final double AFTER_TEACHER = 0.05;

  private static final double AFTER_MIXTURE = 0.95;

  private static final int SMALLEST_BATCH = 32;
  private static final int STEPS_AN_EPOCH = 50;

  private final Lesson lesson;
  private final MildTrainer settings;
  private final boolean shortHistory;

  private PaperRecipe(Lesson lesson, boolean shortHistory) {
    this.lesson = lesson;
    this.settings = lesson.settings();
    this.shortHistory = shortHistory;
  }

  /** To the letter. */
  static Recipe of(Lesson lesson) {
    return new PaperRecipe(lesson, false);
  }

  /** With the two changes for a short history. */
  static Recipe ofShortHistory(Lesson lesson) {
    return new PaperRecipe(lesson, true);
  }

  @Override
  public FeatureSet features() {
    KpiHistory history = lesson.history();
    return new FeatureSpec(
        history.kpis(), history.samplingPeriod(), settings.windows(FeatureSpec.DEFAULT_WINDOWS));
  }

  @Override
  public int fitRows() {
    return lesson.split().fitRows();
  }

  @Override
  public Learned learn(Standardizer standardizer, float[] rows) {
    warnOfShortValidation();
    List<HorizonModel> models = new ArrayList<>();
    List<TrainingReport.Horizon> reports = new ArrayList<>();
    for (Duration horizon : settings.horizons()) {
      double share = 1.0 / settings.horizons().size();
      learn(horizon, rows, models.size() * share, share, models, reports);
    }
    return new Learned(
        models, IncidentModel.ofGate(settings.hasMultipleRootCauses()), reports, List.of());
  }

  private void learn(
      Duration horizon,
      float[] rows,
      double done,
      double share,
      List<HorizonModel> models,
      List<TrainingReport.Horizon> reports) {
    Labels labels = lesson.labels(horizon);
    Split split = lesson.split();
    MixtureData fit = data(rows, labels, 0, split.fitRows());
    MixtureData validation = data(rows, labels, split.validationStart(), lesson.history().rows());

    lesson.progress(Stage.TEACHER, horizon, done);
    Teacher teacher = TeacherTrainer.train(fit);
    TrainedMixture trained =
        trainer(horizon, fit.rows())
            .train(
                teacher,
                fit,
                validation,
                epoch ->
                    lesson.progress(
                        horizon,
                        epoch,
                        done + share * inMixture(epoch.epoch() / (double) epoch.maxEpochs())));

    lesson.progress(Stage.ALERTING, horizon, done + share * AFTER_MIXTURE);
    CalibratedModel model = CalibratedModel.uncalibrated(new RiskModel(teacher, trained.mixture()));
    KpiHistory history = lesson.history();
    ScoredBlock block =
        Scores.of(model, history, rows, split.validationStart(), history.rows())
            .block(0, lesson.windows(horizon));
    AlertTuner tuner = AlertTuner.forHorizon(horizon);
    AlertPolicy policy =
        shortHistory
            ? tuner.tuneJointly(block, settings.falsePositiveBudget())
            : tuner.tunePerIntent(block, settings.falsePositiveBudget());
    AlertFigures figures = tuner.evaluate(policy, block);
    if (figures.failures() == 0) {
      lesson.warn(
          "no failure lies wholly in the validation rows: the thresholds for "
              + horizon.toMinutes()
              + " min keep the budget, but their detection is unknown");
    }
    models.add(new HorizonModel(horizon, model, policy));
    reports.add(
        TrainingReport.Horizon.of(horizon, trained.epochs(), trained.validationLoss(), figures));
  }

  private MixtureTrainer trainer(Duration horizon, int rows) {
    int batch = MixtureSettings.paper().batch();
    MixtureSettings paper =
        MixtureSettings.paper().toBuilder()
            .batch(
                shortHistory
                    ? Math.max(SMALLEST_BATCH, Math.min(batch, rows / STEPS_AN_EPOCH))
                    : batch)
            .loss(HybridLoss.paper().toBuilder().decorrelation(settings.decorrelation()).build())
            .multipleRootCauses(settings.hasMultipleRootCauses())
            .maxEpochs(settings.maxEpochs())
            .seed(settings.seed())
            .build();
    return lesson.withCheckpoint(new MixtureTrainer(paper), "horizon-" + horizon.toSeconds() + "s");
  }

  private static double inMixture(double share) {
    return Math.min(AFTER_TEACHER + (AFTER_MIXTURE - AFTER_TEACHER) * share, AFTER_MIXTURE);
  }

  private MixtureData data(float[] rows, Labels labels, int from, int until) {
    int width = rows.length / lesson.history().rows();
    int k = lesson.intents().size();
    return new MixtureData(
        until - from,
        Arrays.copyOfRange(rows, from * width, until * width),
        Arrays.copyOfRange(labels.binary(), from * k, until * k),
        Arrays.copyOfRange(labels.causes(), from * k, until * k));
  }

  private void warnOfShortValidation() {
    KpiHistory history = lesson.history();
    double days =
        (history.rows() - lesson.split().validationStart())
            * (history.samplingPeriod().toMillis() / (double) Duration.ofDays(1).toMillis());
    if (days * settings.falsePositiveBudget() < 1) {
      lesson.warn(
          Training.format(
              "the validation rows cover %.2f days, too few to count false alerts to a budget of %s"
                  + " a day: thresholds allow none on them",
              days, settings.falsePositiveBudget()));
    }
  }
}
