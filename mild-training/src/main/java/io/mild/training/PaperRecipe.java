package io.mild.training;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.data.KpiHistory;
import io.mild.features.FeatureSet;
import io.mild.features.FeatureSpec;
import io.mild.features.Standardizer;
import io.mild.internal.io.Digits;
import io.mild.internal.io.TimeScale;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.IncidentModel;
import io.mild.moe.BlendedModel;
import io.mild.moe.Teacher;
import io.mild.report.TrainingReport;
import io.mild.training.TrainingProgress.Stage;
import io.mild.training.alerting.AlertTuner;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.labels.Labels;
import io.mild.training.labels.Split;
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
import java.util.Optional;

/**
 * The paper's: windows of the KPIs, a teacher and a mixture for each horizon, each intent's alert
 * tuned on the validation rows under a budget of its own.
 */
final class PaperRecipe implements Recipe {
  /** Where a horizon's training stands, about, when its teacher and its mixture are done. */
  private static final double AFTER_TEACHER = 0.05;

  private static final double AFTER_MIXTURE = 0.95;

  private final TrainingRun run;
  private final TrainingPlan plan;

  private PaperRecipe(TrainingRun run) {
    this.run = run;
    this.plan = run.plan();
  }

  /** To the letter. */
  static Recipe of(TrainingRun run) {
    return new PaperRecipe(run);
  }

  @Override
  public FeatureSet features() {
    KpiHistory history = run.history();
    return new FeatureSpec(
        history.kpis(),
        history.samplingPeriod(),
        plan.windows(PaperWindows.of(history.samplingPeriod(), plan.horizons().get(0))));
  }

  @Override
  public int fitRows() {
    return run.split().fitRows();
  }

  @Override
  public Learned learn(Standardizer standardizer) {
    warnOfShortValidation();
    float[] rows = standardized(run.history(), standardizer);
    List<HorizonModel> models = new ArrayList<>();
    List<TrainingReport.Horizon> reports = new ArrayList<>();
    for (Duration horizon : plan.horizons()) {
      double share = 1.0 / plan.horizons().size();
      learn(horizon, rows, models.size() * share, share, models, reports);
    }
    return new Learned(models, IncidentModel.ofGate(false), reports, List.of(), Optional.empty());
  }

  private void learn(
      Duration horizon,
      float[] rows,
      double done,
      double share,
      List<HorizonModel> models,
      List<TrainingReport.Horizon> reports) {
    Labels labels = run.labels(horizon);
    Split split = run.split();
    MixtureData fit = data(rows, labels, 0, split.fitRows());
    MixtureData validation = data(rows, labels, split.validationStart(), run.history().rows());

    run.progress(Stage.TEACHER, horizon, done);
    Teacher teacher = TeacherTrainer.train(fit);
    TrainedMixture trained =
        trainer(horizon)
            .train(
                teacher,
                fit,
                validation,
                epoch ->
                    run.progress(
                        horizon,
                        epoch,
                        done + share * inMixture(epoch.epoch() / (double) epoch.maxEpochs())));

    run.progress(Stage.ALERTING, horizon, done + share * AFTER_MIXTURE);
    CalibratedModel model =
        CalibratedModel.uncalibrated(new BlendedModel(teacher, trained.mixture()));
    KpiHistory history = run.history();
    ScoredBlock block =
        Scores.of(model, history, validation.features(), split.validationStart(), history.rows())
            .block(0, run.windows(horizon));
    AlertTuner tuner =
        AlertTuner.forHorizon(horizon)
            .withTimes(run.times().quietGap(), run.times().renotifyAfter());
    AlertPolicy policy = tuner.tunePerIntent(block, plan.falsePositiveBudget());
    AlertFigures figures = tuner.evaluate(policy, block);
    if (figures.failures() == 0) {
      run.warn(
          "no failure lies wholly in the validation rows: the thresholds for "
              + TimeScale.text(horizon)
              + " keep the budget, but their detection is unknown");
    }
    models.add(new HorizonModel(horizon, model, policy));
    reports.add(
        TrainingReport.Horizon.of(horizon, trained.epochs(), trained.validationLoss(), figures));
  }

  private MixtureTrainer trainer(Duration horizon) {
    MixtureSettings paper =
        MixtureSettings.paper().toBuilder()
            .loss(HybridLoss.paper().toBuilder().decorrelation(plan.decorrelation()).build())
            .maxEpochs(plan.maxEpochs())
            .seed(plan.seed())
            .build();
    return run.withCheckpoint(new MixtureTrainer(paper), "horizon-" + horizon.toSeconds() + "s");
  }

  private static double inMixture(double share) {
    return Math.min(AFTER_TEACHER + (AFTER_MIXTURE - AFTER_TEACHER) * share, AFTER_MIXTURE);
  }

  private MixtureData data(float[] rows, Labels labels, int from, int until) {
    int width = rows.length / run.history().rows();
    int k = run.intents().size();
    return new MixtureData(
        until - from,
        Arrays.copyOfRange(rows, from * width, until * width),
        Arrays.copyOfRange(labels.binary(), from * k, until * k),
        Arrays.copyOfRange(labels.causes(), from * k, until * k));
  }

  private void warnOfShortValidation() {
    KpiHistory history = run.history();
    double days =
        (history.rows() - run.split().validationStart())
            * (history.samplingPeriod().toMillis() / (double) Duration.ofDays(1).toMillis());
    if (days * plan.falsePositiveBudget() < 1) {
      run.warn(
          Training.format(
              "the validation rows cover %.2f days, too few to count false alerts to a budget of %s"
                  + " a day: thresholds allow none on them",
              days, Digits.two(plan.falsePositiveBudget())));
    }
  }
}
