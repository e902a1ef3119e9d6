package io.mild.training;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.data.KpiHistory;
import io.mild.features.FeatureSet;
import io.mild.features.Reference;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import io.mild.internal.io.TimeScale;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.IncidentModel;
import io.mild.moe.DepartureShape;
import io.mild.moe.RootCauses;
import io.mild.report.TrainingReport;
import io.mild.training.TrainingProgress.Stage;
import io.mild.training.alerting.AlertTuner;
import io.mild.training.departures.DepartureFit;
import io.mild.training.departures.DepartureTargets;
import io.mild.training.departures.RobustProfile;
import io.mild.training.labels.FeatureReplay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the recommended preset does with a short history, or one of few failures: how far KPIs have
 * departed from their usual says that something fails, and whose they are says what.
 *
 * <p>All that is to be chosen is chosen by cross-fitting: what has learned from all but a share of
 * the failures and of the quiet times is asked about that share. So are found whether levels have a
 * say, the alerts' thresholds, and the time left.
 */
final class DepartureRecipe implements Recipe {
  /** Fewer failures than that are few, however long the history. */
  static final int FEW_FAILURES = 30;

  /** Spans of the averages, as shares of the longest horizon; the shortest is a row. */
  private static final double[] SPANS = {0, 1 / 8.0, 1 / 2.0};

  /** How far back a KPI's recent level reaches, in longest horizons, and at least in rows. */
  private static final int REFERENCE_HORIZONS = 16;

  private static final int FEWEST_REFERENCE_ROWS = 60;

  /** After a gap of more of the longest horizons a recording begins, perhaps at another level. */
  private static final int REACH_HORIZONS = 2;

  /** Quiet stretches are left out whole, in horizons. */
  private static final int STRETCH_HORIZONS = 8;

  private static final int STRETCHES = 64;

  /** Of fewer healthy rows, in horizons, nobody can tell what is usual. */
  private static final int FEWEST_HEALTHY_HORIZONS = 4;

  private static final double LEAST_GATE = 1e-6;

  /** Where the training stands, about, when all is learned. */
  private static final double AFTER_FITS = 0.95;

  private final TrainingRun run;
  private final TrainingPlan plan;
  private final KpiHistory history;
  private final Duration longest;
  private final boolean[] protectedRows;
  private final ResidualSpec features;

  DepartureRecipe(TrainingRun run) {
    this.run = run;
    this.plan = run.plan();
    this.history = run.history();
    this.longest = plan.horizons().get(0);
    this.protectedRows = run.windows(longest).protectedRows(times());
    SeasonalProfile profile =
        RobustProfile.fit(
            history, row -> !protectedRows[row], longest.multipliedBy(REACH_HORIZONS));
    Duration reference =
        history
            .samplingPeriod()
            .multipliedBy(
                (long) Math.max(FEWEST_REFERENCE_ROWS, REFERENCE_HORIZONS * run.horizonRows()));
    List<Duration> spans = plan.windows(spans());
    double[] nothing = new double[history.kpis().size() * spans.size()];
    ResidualSpec unfitted = spec(spans, profile, new Reference(reference, nothing));
    this.features = spec(spans, profile, new Reference(reference, usual(unfitted)));
  }

  private ResidualSpec spec(List<Duration> spans, SeasonalProfile profile, Reference reference) {
    return new ResidualSpec(
        history.kpis(), history.samplingPeriod(), spans, profile, Optional.of(reference));
  }

  private long[] times() {
    return IntStream.range(0, history.rows()).mapToLong(history::epochMillis).toArray();
  }

  private List<Duration> spans() {
    return DoubleStream.of(SPANS)
        .mapToLong(share -> Math.max(1, Math.round(share * run.horizonRows())))
        .distinct()
        .mapToObj(history.samplingPeriod()::multipliedBy)
        .toList();
  }

  /** The mean {@code log(1 + |d|)} of departures in healthy rows. */
  private double[] usual(ResidualSpec unfitted) {
    int averages = unfitted.featureCount() / 3;
    double[] sums = new double[averages];
    int rows = 0;
    int row = 0;
    for (double[] replayed : new FeatureReplay(history, unfitted, history.rows())) {
      if (!protectedRows[row++]) {
        rows++;
        for (int i = 0; i < averages; i++) {
          sums[i] += Math.log1p(Math.abs(replayed[averages + i]));
        }
      }
    }
    int count = Math.max(1, rows);
    return Arrays.stream(sums).map(sum -> sum / count).toArray();
  }

  @Override
  public FeatureSet features() {
    return features;
  }

  @Override
  public int fitRows() {
    return history.rows();
  }

  /** Residuals are in units of their scale as they are; what has none is left out. */
  @Override
  public Standardizer standardizer(Iterable<double[]> fitRows) {
    double[] deviation = new double[features.featureCount()];
    for (int i = 0; i < deviation.length; i++) {
      deviation[i] = features.profile().scales()[features.kpiOf(i)] > 0 ? 1 : 0;
    }
    return new Standardizer(new double[deviation.length], deviation);
  }

  /**
   * How badly root causes are named in failures that were left out: the mean of {@code −log} of
   * what the true ones were given.
   */
  double namingLoss() {
    DepartureTargets targets = targets(longest);
    DepartureFit fit = fit(standardized(), targets);
    int intents = run.intents().size();
    double loss = 0;
    for (int[] failure : targets.failures()) {
      for (int row : failure) {
        for (int i = 0; i < intents; i++) {
          double share = targets.causes()[row * intents + i];
          if (share > 0) {
            loss -= share * Math.log(Math.max(LEAST_GATE, fit.gates()[i][row])) / failure.length;
          }
        }
      }
    }
    return loss / Math.max(1, targets.failures().size());
  }

  private DepartureTargets targets(Duration horizon) {
    return DepartureTargets.of(
        history, run.failures(), run.causes(horizon), protectedRows, horizon);
  }

  @Override
  public Learned learn(Standardizer standardizer) {
    float[] rows = standardized(history, standardizer);
    List<DepartureFit> fits = new ArrayList<>();
    for (Duration horizon : plan.horizons()) {
      run.progress(Stage.TEACHER, horizon, fits.size() / (double) plan.horizons().size());
      DepartureTargets targets = targets(horizon);
      if (fits.isEmpty()) {
        tell(targets);
      }
      fits.add(fit(rows, targets));
    }
    run.progress(Stage.ALERTING, longest, AFTER_FITS);
    return learned(fits);
  }

  private DepartureFit fit(float[] rows, DepartureTargets targets) {
    OwnedKpis owned = owned();
    double stretch =
        Math.max(STRETCH_HORIZONS * run.horizonRows(), history.rows() / (double) STRETCHES);
    return DepartureFit.of(
        shape(owned),
        run.shared()
            .map(its -> its.kinds(run.intents(), history.kpis()))
            .orElseGet(() -> new int[0][]),
        rows,
        targets,
        recordings(),
        (int) Math.max(1, stretch));
  }

  /** Of few failures an intent's own KPIs name it, also where nothing is shared. */
  private OwnedKpis owned() {
    return DepartureFit.isFew(run.failures().notVictims().failures().size())
        ? run.owned()
        : run.shared().orElse(OwnedKpis.NONE);
  }

  private DepartureShape shape(OwnedKpis owned) {
    return new DepartureShape(
        history.kpis().size(),
        features.spans().size(),
        run.intents().size(),
        owned.indices(run.intents(), history.kpis()),
        plan.multipleRootCauses() ? RootCauses.MULTIPLE : RootCauses.ONE);
  }

  private Learned learned(List<DepartureFit> fits) {
    double[][] risks =
        fits.stream().flatMap(fit -> Arrays.stream(fit.risks())).toArray(double[][]::new);
    Scores scores = new Scores(0, times(), risks, fits.get(0).gates());
    CrossFitted crossFitted = new CrossFitted(run, List.of(scores));
    CarefulThresholds thresholds =
        new CarefulThresholds(run, run.span(), scores.block(0, run.windows(longest)));
    if (fits.get(0).relative()) {
      run.warn(
          "the recordings differ in level: on those left out, departures from the recent level did"
              + " better alone");
    }
    List<HorizonModel> models = new ArrayList<>();
    List<TrainingReport.Horizon> reports = new ArrayList<>();
    for (DepartureFit fit : fits) {
      int index = models.size();
      Duration horizon = plan.horizons().get(index);
      AlertPolicy policy = index == 0 ? thresholds.policy() : thresholds.moreLikelyThanNot();
      models.add(new HorizonModel(horizon, CalibratedModel.uncalibrated(fit.model()), policy));
      AlertFigures figures =
          AlertTuner.forHorizon(horizon)
              .evaluate(policy, scores.block(index, run.windows(horizon)));
      reports.add(crossFitted.report(index, figures));
    }
    CrossFitted.Incidents incidents =
        crossFitted.incidents(thresholds, run.steadyVerdict(run.span()));
    return new Learned(
        models,
        new IncidentModel(
            run.steadyVerdict(run.span()),
            incidents.timeToFailure(plan.horizons()),
            thresholds.feedback()),
        reports,
        thresholds.budgets(),
        Optional.of(scores.block(0, run.windows(longest))));
  }

  private void tell(DepartureTargets targets) {
    int failures = targets.failures().size();
    String learned =
        "learned from %d failure%s: risks are of how far KPIs depart from their usual; alerts are"
                .formatted(failures, failures == 1 ? "" : "s")
            + " tuned and judged on the whole history, ";
    run.warn(
        learned
            + (DepartureFit.leavesOut(targets)
                ? "by models that had not learned from the rows they were asked about"
                : "and of so few that something fails is told without having learned from them, but"
                    + " what fails was learned from the same rows"));
    int healthy = targets.healthyRows();
    if (healthy < FEWEST_HEALTHY_HORIZONS * run.horizonRows()) {
      run.warn(
          Training.format(
              "%,d of %,d rows are healthy, too few to tell what is usual: in all others something"
                  + " fails, is within %s of it, or has hardly recovered; train with more quiet"
                  + " rows, if there are any",
              healthy, history.rows(), TimeScale.text(longest)));
    }
  }

  /** Which recording each row is of: a stream begins anew after gaps as long. */
  private int[] recordings() {
    long gap = features.restartSlots() * history.samplingPeriod().toMillis();
    int[] recordings = new int[history.rows()];
    for (int row = 1; row < recordings.length; row++) {
      boolean begins = history.epochMillis(row) - history.epochMillis(row - 1) > gap;
      recordings[row] = recordings[row - 1] + (begins ? 1 : 0);
    }
    return recordings;
  }

  /** Whether recordings differ so in level that levels had better have no say. */
  boolean levelsDiffer() {
    int[] recordings = recordings();
    return recordings[recordings.length - 1] > 0
        && DepartureFit.isBetterRelative(
            shape(OwnedKpis.NONE), standardized(), targets(longest), recordings);
  }

  /** The features of the whole history. */
  private float[] standardized() {
    FeatureReplay replay = new FeatureReplay(history, features, history.rows());
    return replay.standardized(standardizer(replay));
  }
}
