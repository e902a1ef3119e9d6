package io.mild.training;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.NestedCalibration;
import io.mild.alerting.VerdictPolicy;
import io.mild.data.KpiHistory;
import io.mild.features.FeatureSet;
import io.mild.features.RecentLevel;
import io.mild.features.Reference;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.IncidentModel;
import io.mild.moe.Blend;
import io.mild.moe.BlendedModel;
import io.mild.moe.RiskModel;
import io.mild.report.Ingredient;
import io.mild.report.TrainingReport;
import io.mild.training.RecommendedMixture.FittedMixture;
import io.mild.training.TrainingProgress.Stage;
import io.mild.training.alerting.AlertTuner;
import io.mild.training.alerting.Reliability;
import io.mild.training.departures.CentredRecordings;
import io.mild.training.departures.RobustScale;
import io.mild.training.labels.FeatureReplay;
import io.mild.training.labels.HistoryRows;
import io.mild.training.mixture.BlendFitter;
import io.mild.training.mixture.MixtureSettings;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The recommended preset's: moving averages of seasonal residuals; one mixture for all horizons,
 * whose gate does not multiply the experts, trained on failures transplanted in time, of the whole
 * history, at a rate that falls to 0; and one threshold for all intents, which keeps the budget on
 * risks that were cross-fitted: given to each part of the history by a mixture that learned from
 * the others. What such a mixture makes of the validation rows is what the report tells.
 *
 * <p>Where intents own KPIs of the same kinds, they share teacher, mixture and calibration: each is
 * seen through its own KPIs and how they stand against the others'.
 */
final class RecommendedRecipe implements Recipe {
  /** Spans of the averages, as shares of the longest horizon. */
  private static final double[] SPANS = {1 / 24.0, 1 / 8.0, 1 / 4.0, 1 / 2.0, 1, 2};

  /** The first of them, which are the paper's windows. */
  private static final int PAPERS_SPANS = 2;

  /** How far back a KPI's recent level reaches, where recordings differ in it. */
  private static final int REFERENCE_HORIZONS = 8;

  private static final int PARTS = 4;

  private static final int PARTS_OF_A_MEDIUM_HISTORY = 8;
  private static final int EPOCHS = MixtureSettings.recommended().maxEpochs();

  /** Fewer, to save time: their risks say a little less, so thresholds are on the safe side. */
  private static final int EPOCHS_WITHOUT_A_PART = 12;

  /** Where the training stands, about, when its stages are done. */
  private static final double AFTER_MIXTURE = 0.38;

  private static final double AFTER_PARTS = 0.97;

  private final TrainingRun run;
  private final TrainingPlan plan;
  private final KpiHistory history;
  private final Duration longest;
  private final ResidualSpec features;
  private final int partCount;

  RecommendedRecipe(TrainingRun run) {
    this.run = run;
    this.plan = run.plan();
    this.history = run.history();
    this.longest = plan.horizons().get(0);
    this.partCount =
        HistoryLength.of(history, longest) == HistoryLength.LONG
            ? PARTS
            : PARTS_OF_A_MEDIUM_HISTORY;
    int kpis = history.kpis().size();
    long[] times = new long[history.rows()];
    double[] row = new double[kpis];
    double[] values = new double[Math.multiplyExact(times.length, kpis)];
    for (int i = 0; i < times.length; i++) {
      times[i] = history.epochMillis(i);
      history.copyRow(i, row);
      System.arraycopy(row, 0, values, i * kpis, kpis);
    }
    Duration reach = longest.multipliedBy(2);
    CentredRecordings recordings = new CentredRecordings(times, values, reach, i -> i < fitRows());
    Optional<Reference> reference =
        recordings.areSeveral() && new DepartureRecipe(run).levelsDiffer()
            ? Optional.of(Reference.alone(referenceSpan()))
            : Optional.empty();
    SeasonalProfile seasonal =
        reference.isPresent()
            ? recordings.profile()
            : SeasonalProfile.fit(ZoneOffset.UTC, times, values, i -> i < fitRows());
    SeasonalProfile profile =
        plan.keeps(Ingredient.SEASONAL_RESIDUALS) ? seasonal : withoutSeasons(seasonal);
    this.features =
        new ResidualSpec(
            history.kpis(), history.samplingPeriod(), plan.windows(spans()), profile, reference);
    if (reference.isPresent()) {
      run.warn(
          "the recordings differ in level: on those left out, departures from the recent level did"
              + " better alone, and what is learned is of these");
    }
  }

  private Duration referenceSpan() {
    return history
        .samplingPeriod()
        .multipliedBy(Math.max(1, Math.round(REFERENCE_HORIZONS * run.horizonRows())));
  }

  /** Of all rows, or departures from the recent level in their place, {@code [rows × kpis]}. */
  private double[] residuals() {
    int kpis = history.kpis().size();
    double[] residuals = new double[Math.multiplyExact(history.rows(), kpis)];
    double[] row = new double[kpis];
    for (int i = 0; i < history.rows(); i++) {
      history.copyRow(i, row);
      features.profile().residuals(history.epochMillis(i), row, row);
      System.arraycopy(row, 0, residuals, i * kpis, kpis);
    }
    if (features.reference().isPresent()) {
      depart(residuals, row);
    }
    return residuals;
  }

  private void depart(double[] residuals, double[] row) {
    int kpis = row.length;
    long gap = features.restartSlots() * history.samplingPeriod().toMillis();
    RecentLevel level =
        new RecentLevel(kpis, (int) referenceSpan().dividedBy(history.samplingPeriod()));
    for (int i = 0; i < history.rows(); i++) {
      if (i > 0 && history.epochMillis(i) - history.epochMillis(i - 1) > gap) {
        level.restart();
      }
      System.arraycopy(residuals, i * kpis, row, 0, kpis);
      level.accept(row, row);
      System.arraycopy(row, 0, residuals, i * kpis, kpis);
    }
  }

  private static SeasonalProfile withoutSeasons(SeasonalProfile profile) {
    return new SeasonalProfile(
        profile.zone(),
        profile.medians(),
        profile.scales(),
        new double[profile.kpiCount()][SeasonalProfile.COEFFICIENTS]);
  }

  /** As shares of the longest horizon, in whole rows. */
  private List<Duration> spans() {
    return DoubleStream.of(SPANS)
        .limit(plan.keeps(Ingredient.MOVING_AVERAGES) ? SPANS.length : PAPERS_SPANS)
        .mapToLong(share -> Math.max(1, Math.round(share * run.horizonRows())))
        .distinct()
        .mapToObj(history.samplingPeriod()::multipliedBy)
        .toList();
  }

  @Override
  public FeatureSet features() {
    return features;
  }

  @Override
  public int fitRows() {
    return plan.keeps(Ingredient.CROSS_FITTING) && plan.keeps(Ingredient.WHOLE_HISTORY)
        ? history.rows()
        : run.split().fitRows();
  }

  @Override
  public Standardizer standardizer(Iterable<double[]> fitRows) {
    return run.shared().isPresent() ? RobustScale.fit(fitRows) : Standardizer.fit(fitRows);
  }

  /**
   * A model, and what was said of parts of the history by mixtures that had not learned from them.
   *
   * @param loss of the mixture that has not learned from the last part
   */
  private record CrossFittedModel(CalibratedModel model, double loss, CrossFitted leftOut) {}

  /** Each stage lets go of what it was made of: all of them together are most of the memory. */
  @Override
  public Learned learn(Standardizer standardizer) {
    return learned(calibrated(mixtures(standardizer)));
  }

  private CrossFittedModel mixtures(Standardizer standardizer) {
    HistoryRows all =
        new HistoryRows(
            new FeatureReplay(history, features, history.rows()),
            standardizer,
            () -> run.rowLabels(run.failures()));
    RecommendedMixture mixture = new RecommendedMixture(run, features, residuals(), all);
    FittedMixture kept = mixture.fitFirst("mixture", fitRows(), EPOCHS, 0, AFTER_MIXTURE);
    if (!plan.keeps(Ingredient.CROSS_FITTING)) {
      Scores unseen =
          uncalibrated(kept.model(), all, run.split().validationStart(), history.rows());
      return new CrossFittedModel(
          CalibratedModel.uncalibrated(kept.model()),
          kept.loss(),
          new CrossFitted(run, List.of(unseen)));
    }

    List<FittedMixture> without = new ArrayList<>();
    BlendFitter fitter = new BlendFitter();
    double share = (AFTER_PARTS - AFTER_MIXTURE) / partCount;
    for (int part = 0; part < partCount; part++) {
      double done = AFTER_MIXTURE + share * part;
      int from = beginOf(part);
      int until = beginOf(part + 1);
      String name = "mixture-without-part-" + (part + 1);
      without.add(mixture.fitWithout(from, until, name, EPOCHS_WITHOUT_A_PART, done, done + share));
      fitter.add(without.get(part).model(), all.slice(from, until));
    }
    Blend blend = plan.keeps(Ingredient.TEACHER) ? fitter.best() : Blend.MIXTURE;
    List<Scores> parts = new ArrayList<>();
    for (int part = 0; part < partCount; part++) {
      BlendedModel blended = without.get(part).model().withBlend(blend);
      parts.add(uncalibrated(blended, all, beginOf(part), beginOf(part + 1)));
    }
    run.progress(Stage.ALERTING, longest, AFTER_PARTS);
    return new CrossFittedModel(
        CalibratedModel.uncalibrated(kept.model().withBlend(blend)),
        without.get(partCount - 1).loss(),
        new CrossFitted(run, parts));
  }

  /** The first row of a part, or the row after the last part. */
  private int beginOf(int part) {
    return (int) ((long) history.rows() * part / partCount);
  }

  private Scores uncalibrated(BlendedModel model, HistoryRows all, int from, int until) {
    float[] features = all.slice(from, until).features();
    return Scores.of(CalibratedModel.uncalibrated(model), history, features, from, until);
  }

  /** Calibration first: all else is fitted to calibrated risks. */
  private CrossFittedModel calibrated(CrossFittedModel raw) {
    RiskModel model = raw.model.model();
    NestedCalibration calibration =
        calibrates()
            ? raw.leftOut.calibration()
            : NestedCalibration.identity(model.horizons(), model.intents());
    return new CrossFittedModel(
        new CalibratedModel(model, calibration), raw.loss, raw.leftOut.calibrated(calibration));
  }

  private boolean calibrates() {
    return plan.keeps(Ingredient.CALIBRATION);
  }

  private Learned learned(CrossFittedModel fitted) {
    CrossFitted crossFitted = fitted.leftOut;
    Thresholds thresholds = thresholds(crossFitted);
    VerdictPolicy verdict = verdict();
    CrossFitted.Incidents incidents = crossFitted.incidents(thresholds, verdict);

    List<HorizonModel> models = new ArrayList<>();
    List<TrainingReport.Horizon> reports = new ArrayList<>();
    Scores validation = crossFitted.validation();
    for (Duration horizon : plan.horizons()) {
      int output = models.size();
      AlertPolicy policy = output == 0 ? thresholds.policy() : thresholds.moreLikelyThanNot();
      models.add(new HorizonModel(horizon, fitted.model, output, policy));
      AlertFigures figures =
          AlertTuner.forHorizon(horizon)
              .evaluate(policy, validation.block(output, run.windows(horizon)));
      reports.add(report(horizon, fitted.loss, figures, crossFitted.reliability(output)));
    }
    if (reports.get(0).figures().failures() == 0) {
      run.warn(
          "no failure lies wholly in the validation rows: how many of them it detects is unknown");
    }
    return new Learned(
        models,
        new IncidentModel(
            calibrates() ? incidents.calibrated(verdict) : verdict,
            incidents.timeToFailure(plan.horizons()),
            thresholds.feedback()),
        reports,
        thresholds.budgets(),
        Optional.of(crossFitted.all().block(0, run.windows(longest))));
  }

  /** So few rows promise no budget, and outcomes should not move what they did not tell. */
  private Thresholds thresholds(CrossFitted crossFitted) {
    return HistoryLength.of(history, longest) == HistoryLength.SHORT
        ? new CarefulThresholds(run, run.span(), crossFitted.all().block(0, run.windows(longest)))
        : new BudgetThresholds(run, run.span(), crossFitted.blocks());
  }

  /** Uncalibrated. */
  private VerdictPolicy verdict() {
    VerdictPolicy verdict =
        plan.keeps(Ingredient.STEADY_VERDICT)
            ? new VerdictPolicy(run.span(), VerdictPolicy.STEADY.reissueLead(), 1)
            : VerdictPolicy.GATE;
    return plan.multipleRootCauses() ? verdict.forMultipleRoots() : verdict;
  }

  private TrainingReport.Horizon report(
      Duration horizon, double loss, AlertFigures figures, List<Reliability> reliability) {
    return new TrainingReport.Horizon(
        horizon,
        Math.min(EPOCHS, plan.maxEpochs()),
        loss,
        figures,
        mean(reliability, Reliability::expectedCalibrationError),
        mean(reliability, Reliability::brier));
  }

  private static double mean(List<Reliability> intents, ToDoubleFunction<Reliability> figure) {
    return intents.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }
}
