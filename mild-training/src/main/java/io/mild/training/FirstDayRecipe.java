package io.mild.training;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.features.FeatureSet;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import io.mild.internal.io.TimeScale;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.IncidentModel;
import io.mild.moe.FirstDayModel.Forecast;
import io.mild.moe.FirstDayShape;
import io.mild.moe.GoalBounds;
import io.mild.moe.GoalBounds.Bound;
import io.mild.moe.RootCauses;
import io.mild.report.Preset;
import io.mild.report.TrainingReport;
import io.mild.training.TrainingProgress.Stage;
import io.mild.training.alerting.AlertTuner;
import io.mild.training.departures.RobustProfile;
import io.mild.training.firstday.FirstDayFit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the recommended preset does before goals were broken often enough to learn from: where the
 * KPIs of a goal are heading for says whether it breaks, and how unusual all KPIs are together that
 * something is wrong.
 *
 * <p>From two hours of rows on. Failures, where there are any, only say which rows are not healthy.
 */
final class FirstDayRecipe implements Recipe {
  /** Fewer failures than that are too few for a learned model to do better. */
  static final int FEW_FAILURES = 5;

  /** Spans of the averages, as shares of the longest horizon. */
  private static final double FAST = 1 / 8.0;

  private static final double SLOW = 1 / 2.0;

  /** Levels are within as many scales, so that features, which are clipped, go far beyond. */
  private static final double REACH = 6;

  /** So many scales beyond its level a forecast has reached it. */
  private static final double BEYOND = 0.25;

  /** Where the training stands, about, when all is learned. */
  private static final double AFTER_FITS = 0.9;

  private final TrainingRun run;
  private final TrainingPlan plan;
  private final KpiHistory history;
  private final Duration longest;
  private final int[] brokenAfter;
  private final ResidualSpec features;
  private final FirstDayShape shape;

  /**
   * @param goals of the intents, with levels in the KPIs' own units
   * @param brokenAfter how many rows against it in a row break each
   */
  private FirstDayRecipe(TrainingRun run, List<GoalBounds> goals, int[] brokenAfter) {
    this.run = run;
    this.plan = run.plan();
    this.history = run.history();
    this.longest = plan.horizons().get(0);
    this.brokenAfter = brokenAfter;
    boolean[] healthy = healthy();
    SeasonalProfile profile =
        withinReach(RobustProfile.fitLevels(history, row -> healthy[row]), goals);
    int fast = (int) Math.max(1, Math.round(FAST * run.horizonRows()));
    int slow = (int) Math.max(fast + 1, Math.round(SLOW * run.horizonRows()));
    this.features =
        new ResidualSpec(
            history.kpis(),
            history.samplingPeriod(),
            List.of(
                history.samplingPeriod().multipliedBy(fast),
                history.samplingPeriod().multipliedBy(slow)),
            profile,
            Optional.empty(),
            true);
    this.shape =
        new FirstDayShape(
            history.kpis().size(),
            goals.stream().map(goal -> inScales(goal, profile)).toList(),
            plan.multipleRootCauses() ? RootCauses.MULTIPLE : RootCauses.ONE);
  }

  /**
   * The recipe of some goals.
   *
   * @param goals of all intents, with levels
   */
  static FirstDayRecipe of(TrainingRun run, Goals goals) {
    List<Goal> inOrder =
        run.intents().stream().map(intent -> goals.goal(intent).orElseThrow()).toList();
    Duration period = run.history().samplingPeriod();
    return new FirstDayRecipe(
        run,
        inOrder.stream().map(goal -> bounds(goal, run.history().kpis())).toList(),
        inOrder.stream().mapToInt(goal -> brokenAfter(goal, period)).toArray());
  }

  private static GoalBounds bounds(Goal goal, List<String> kpis) {
    return new GoalBounds(
        goal.conditions().stream()
            .map(
                condition ->
                    new Bound(
                        kpis.indexOf(condition.kpi()),
                        condition.level(),
                        condition.bound() == KpiCondition.Bound.AT_MOST))
            .toList(),
        goal.rule() == Goal.Rule.ALL);
  }

  private static int brokenAfter(Goal goal, Duration period) {
    return goal.brokenAfter()
        .map(time -> (int) Math.max(1, Math.round(time.toMillis() / (double) period.toMillis())))
        .orElse(Goal.DEFAULT_BROKEN_AFTER_ROWS);
  }

  /** Whether all intents have goals, so that it can forecast their breaks. */
  static boolean canSpeakFor(List<String> intents, TrainingPlan plan, Goals goals) {
    return plan.preset() == Preset.RECOMMENDED
        && !intents.isEmpty()
        && goals.intents().containsAll(intents);
  }

  /** Whether it can, and there are too few failures for anybody else to. */
  static boolean speaksFor(
      List<String> intents, TrainingPlan plan, Goals goals, FailureLog failures) {
    return canSpeakFor(intents, plan, goals)
        && failures.notVictims().failures().size() < FEW_FAILURES;
  }

  /**
   * Refuses a history that is shorter than the longest horizon.
   *
   * @throws IllegalArgumentException if it is; the message says how many rows there are
   */
  static void requireRows(KpiHistory history, Duration longest) {
    Duration recorded = history.samplingPeriod().multipliedBy(history.rows());
    if (recorded.compareTo(longest) < 0) {
      throw new IllegalArgumentException(
          "too little history: %d rows (%s to %s) are less than a horizon of %s"
              .formatted(history.rows(), history.start(), history.end(), TimeScale.text(longest)));
    }
  }

  private long[] times() {
    return IntStream.range(0, history.rows()).mapToLong(history::epochMillis).toArray();
  }

  private boolean[] healthy() {
    boolean[] healthy = run.windows(longest).protectedRows(times());
    for (int row = 0; row < healthy.length; row++) {
      healthy[row] = !healthy[row];
    }
    return healthy;
  }

  /** With scales that no level is too far away in: so has a KPI one that never moved. */
  private static SeasonalProfile withinReach(SeasonalProfile profile, List<GoalBounds> goals) {
    double[] scales = profile.scales();
    for (GoalBounds goal : goals) {
      for (Bound bound : goal.bounds()) {
        double away = Math.abs(bound.level() - profile.medians()[bound.kpi()]);
        scales[bound.kpi()] = Math.max(scales[bound.kpi()], away / REACH);
      }
    }
    return new SeasonalProfile(profile.zone(), profile.medians(), scales, profile.coefficients());
  }

  private static GoalBounds inScales(GoalBounds goal, SeasonalProfile profile) {
    return new GoalBounds(
        goal.bounds().stream()
            .map(
                bound -> {
                  double scale = profile.scales()[bound.kpi()];
                  double away = bound.level() - profile.medians()[bound.kpi()];
                  return new Bound(bound.kpi(), scale > 0 ? away / scale : 0, bound.above());
                })
            .toList(),
        goal.all());
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

  @Override
  public Learned learn(Standardizer standardizer) {
    float[] rows = standardized(history, standardizer);
    run.progress(Stage.TEACHER, longest, 0);
    FirstDayFit fit =
        new FirstDayFit(history, features, rows, shape, brokenAfter, healthy(), longest);
    List<FirstDayFit.Learned> learned = plan.horizons().stream().map(fit::learn).toList();
    tell(fit);
    run.progress(Stage.ALERTING, longest, AFTER_FITS);
    return learned(learned, fit.knowsDistances());
  }

  private void tell(FirstDayFit fit) {
    int failures = run.failures().notVictims().failures().size();
    run.warn(
        "for %2$s speaks a forecast of %3$s; it learns from no failure, of which there are %1$d"
            .formatted(
                failures,
                run.intents(),
                fit.knowsDistances()
                    ? "the goal's own KPIs, and how unusual all KPIs are together"
                    : "the goal's own KPIs alone"));
  }

  private Learned learned(List<FirstDayFit.Learned> fits, boolean distances) {
    double[][] risks =
        fits.stream().flatMap(fit -> Arrays.stream(fit.risks())).toArray(double[][]::new);
    Scores scores = new Scores(0, times(), risks, fits.get(0).gates());
    CrossFitted crossFitted = new CrossFitted(run, List.of(scores));
    Forecast forecast = fits.get(0).model().forecast();
    double reached =
        distances ? Double.NEGATIVE_INFINITY : forecast.intercept() + BEYOND * forecast.slope();
    FirstDayThresholds thresholds =
        new FirstDayThresholds(run, run.span(), scores.block(0, run.windows(longest)), reached);
    List<HorizonModel> models = new ArrayList<>();
    List<TrainingReport.Horizon> reports = new ArrayList<>();
    for (FirstDayFit.Learned fit : fits) {
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
            Optional.empty()),
        reports,
        thresholds.budgets(),
        Optional.of(scores.block(0, run.windows(longest))));
  }
}
