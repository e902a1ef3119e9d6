package io.mild.training;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.data.KpiHistory;
import io.mild.features.FeatureSet;
import io.mild.features.FeatureSpec;
import io.mild.features.Standardizer;
import io.mild.internal.io.TimeScale;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.IncidentModel;
import io.mild.moe.IntentViews;
import io.mild.moe.RiskModel;
import io.mild.moe.Teacher;
import io.mild.report.TrainingReport;
import io.mild.training.TrainingProgress.Stage;
import io.mild.training.alerting.AlertTuner;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.labels.FailureFolds;
import io.mild.training.mixture.BlendFitter;
import io.mild.training.mixture.HybridLoss;
import io.mild.training.mixture.MixtureData;
import io.mild.training.mixture.MixtureSettings;
import io.mild.training.mixture.MixtureTrainer;
import io.mild.training.mixture.TeacherTrainer;
import io.mild.training.mixture.TrainedMixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the recommended preset does with a short history whose intents own KPIs of the same kinds:
 * one teacher and one expert for all intents, each seen through its own KPIs and how they stand
 * against the others'.
 *
 * <p>With few failures all that is to be chosen is chosen by cross-fitting: rows are dealt out by
 * failure, and what has learned from all but a share of the failures is asked about that share. So
 * are found the number of epochs, the blend of teacher and mixture, and the alerts' thresholds.
 */
final class SharedRecipe implements Recipe {
  private static final int FOLDS = 4;

  /** The teacher's penalty; with less, two dozen failures are learned by heart. */
  static final double LAMBDA = 30;

  private static final int SMALLEST_BATCH = 32;
  private static final int STEPS_AN_EPOCH = 50;

  /** Also no smoothing: a failure may be but a few rows long. */
  private static final List<Integer> SPANS = List.of(1, 2, 5, 10, 20, 40);

  private final TrainingRun run;
  private final TrainingPlan plan;
  private final KpiHistory history;
  private final FeatureSpec features;
  private final IntentViews views;

  SharedRecipe(TrainingRun run) {
    this.run = run;
    this.plan = run.plan();
    this.history = run.history();
    this.features =
        new FeatureSpec(
            history.kpis(),
            history.samplingPeriod(),
            plan.windows(PaperWindows.of(history.samplingPeriod(), plan.horizons().get(0))));
    this.views = run.shared().orElseThrow().views(run.intents(), features);
  }

  @Override
  public FeatureSet features() {
    return features;
  }

  @Override
  public Standardizer standardizer(Iterable<double[]> fitRows) {
    return RobustScale.fit(fitRows);
  }

  @Override
  public Learned learn(Standardizer standardizer, float[] rows) {
    List<HorizonModel> models = new ArrayList<>();
    List<TrainingReport.Horizon> reports = new ArrayList<>();
    for (Duration horizon : plan.horizons()) {
      new OneHorizon(horizon, rows, models.size()).learn(models, reports);
    }
    return new Learned(models, IncidentModel.ofGate(plan.multipleRootCauses()), reports, List.of());
  }

  /** The training for one horizon. */
  private final class OneHorizon {
    private final Duration horizon;
    private final int index;
    private final float[] rows;
    private final float[] labels;
    private final float[] causes;
    private final int[] folds; // of the fit rows
    private final double[][] risks; // [intent][row], of models that have not learned from the row

    OneHorizon(Duration horizon, float[] rows, int index) {
      this.horizon = horizon;
      this.index = index;
      this.rows = rows;
      this.labels = run.labels(horizon).binary();
      this.causes = run.causes(history, run.failures(), horizon);
      this.folds = FailureFolds.of(history, run.failures(), horizon, fitRows(), FOLDS);
      this.risks = new double[run.intents().size()][history.rows()];
    }

    void learn(List<HorizonModel> models, List<TrainingReport.Horizon> reports) {
      run.progress(Stage.TEACHER, horizon, done(0));
      List<Part> parts = new ArrayList<>();
      for (int fold = 0; fold < FOLDS; fold++) {
        parts.add(new Part(fold));
      }
      double[] losses = new double[plan.maxEpochs()];
      for (Part part : parts) {
        part.addLosses(losses);
      }
      int epochs = lowest(losses) + 1;

      BlendFitter fitter = new BlendFitter();
      List<RiskModel> crossFitted = new ArrayList<>();
      for (Part part : parts) {
        RiskModel model = part.model(epochs);
        crossFitted.add(model);
        fitter.add(model, data(part.heldOut));
      }
      Part whole = new Part(FOLDS);
      RiskModel model = whole.model(epochs).withBlend(fitter.best());

      run.progress(Stage.ALERTING, horizon, done(FOLDS + 1));
      for (Part part : parts) {
        score(crossFitted.get(part.fold).withBlend(fitter.best()), part.heldOut);
      }
      score(model, IntStream.range(fitRows(), history.rows()).toArray());
      ScoredBlock block =
          run.windows(horizon)
              .block(
                  IntStream.range(0, history.rows()).mapToLong(history::epochMillis).toArray(),
                  risks);
      AlertTuner tuner = AlertTuner.forHorizon(horizon).withSpans(SPANS);
      AlertPolicy policy = tuner.tuneJointly(block, plan.falsePositiveBudget());
      AlertFigures figures = tuner.evaluate(policy, block);
      run.warn(
          Training.format(
              "horizon %s: the teacher has a share of %.2f in the risks and of %.2f in the root"
                  + " causes; alerts are tuned and judged on the whole history, by models that had"
                  + " not learned from the rows they were asked about",
              TimeScale.text(horizon), model.blend().risk(), model.blend().gate()));
      models.add(new HorizonModel(horizon, CalibratedModel.uncalibrated(model), policy));
      reports.add(TrainingReport.Horizon.of(horizon, epochs, losses[epochs - 1], figures));
    }

    private void score(RiskModel model, int[] which) {
      int width = features.featureCount();
      RiskModel.Scorer scorer = model.newScorer();
      double[] risk = new double[model.risks()];
      double[] gate = new double[model.intents()];
      for (int row : which) {
        scorer.score(rows, row * width, risk, gate);
        for (int i = 0; i < risk.length; i++) {
          risks[i][row] = risk[i];
        }
      }
    }

    /** The share of the whole training that is done before a part, for all of a horizon's parts. */
    private double done(double parts) {
      return (index + parts / (FOLDS + 2)) / plan.horizons().size();
    }

    private MixtureData data(int[] which) {
      int width = features.featureCount();
      int k = run.intents().size();
      float[] x = new float[which.length * width];
      float[] y = new float[which.length * k];
      float[] cause = new float[which.length * k];
      for (int n = 0; n < which.length; n++) {
        System.arraycopy(rows, which[n] * width, x, n * width, width);
        System.arraycopy(labels, which[n] * k, y, n * k, k);
        System.arraycopy(causes, which[n] * k, cause, n * k, k);
      }
      return new MixtureData(which.length, x, y, cause);
    }

    /** All fit rows but a fold's. */
    private final class Part {
      final int fold;
      final int[] heldOut;
      private final MixtureData known;
      private final Teacher teacher;

      Part(int fold) {
        this.fold = fold;
        this.heldOut = IntStream.range(0, fitRows()).filter(i -> folds[i] == fold).toArray();
        this.known =
            data(IntStream.range(0, fitRows()).filter(i -> folds[i] != fold).toArray())
                .seenBy(views);
        this.teacher = TeacherTrainer.trainShared(known, LAMBDA);
      }

      /** Adds the held-out rows' loss after each epoch. */
      void addLosses(double[] losses) {
        int epochs = plan.maxEpochs();
        double share = heldOut.length / (double) fitRows();
        trainer("losses", epochs)
            .train(
                teacher,
                known,
                data(heldOut).seenBy(views),
                epoch -> {
                  losses[epoch.epoch() - 1] += share * epoch.validation().total();
                  run.progress(horizon, epoch, done(fold + epoch.epoch() / (double) epochs));
                });
      }

      RiskModel model(int epochs) {
        TrainedMixture trained =
            trainer("mixture", epochs)
                .train(
                    teacher,
                    known,
                    known, // rows it learns from, so that the last epoch is the best
                    epoch ->
                        run.progress(
                            horizon,
                            epoch,
                            done(FOLDS + (fold + epoch.epoch() / (double) epochs) / (FOLDS + 1))));
        return new RiskModel(teacher, trained.mixture()).sharedBy(views);
      }

      private MixtureTrainer trainer(String name, int epochs) {
        String of = fold == FOLDS ? "" : "-without-part-" + (fold + 1);
        return run.withCheckpoint(
            new MixtureTrainer(mixture(known.rows(), epochs)),
            "horizon-" + horizon.toSeconds() + "s-" + name + of);
      }
    }
  }

  @Override
  public int fitRows() {
    return run.split().fitRows();
  }

  /**
   * Smaller than the paper's, and more is dropped: what is shared sees but one intent at a time.
   */
  private MixtureSettings mixture(int rows, int epochs) {
    return MixtureSettings.builder()
        .encoder(List.of(32))
        .gate(16)
        .expert(16)
        .coupled(false)
        .loss(HybridLoss.crossEntropy())
        .dropout(0.3)
        .learningRate(1e-3)
        .annealed(false)
        .weightDecay(0.05)
        .batch(Math.max(SMALLEST_BATCH, Math.min(512, rows / STEPS_AN_EPOCH)))
        .maxEpochs(epochs)
        .patience(epochs)
        .seed(plan.seed())
        .multipleRootCauses(plan.multipleRootCauses())
        .build();
  }

  private static int lowest(double[] losses) {
    int lowest = 0;
    for (int i = 1; i < losses.length; i++) {
      lowest = losses[i] < losses[lowest] ? i : lowest;
    }
    return lowest;
  }
}
