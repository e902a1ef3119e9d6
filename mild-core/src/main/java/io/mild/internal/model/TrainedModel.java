package io.mild.internal.model;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.BudgetController;
import io.mild.data.KpiSchema;
import io.mild.features.FeatureSet;
import io.mild.features.KpiLimit;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import io.mild.features.drift.UsualLevel;
import io.mild.goals.Goals;
import io.mild.report.TrainingReport;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * All that a training leaves and scoring needs: a value, which others score, explain and store.
 *
 * <p>Immutable and safe to share between threads.
 *
 * @param schema what a row holds
 * @param features which are made of it
 * @param intents in the order of all results
 * @param standardizer of the features
 * @param horizonModels what is known of each horizon, longest first
 * @param incidentModel what is said of an incident beside the risks
 * @param explanationModel what explanations compare with
 * @param report of the training
 * @param limits how each KPI moved in the training's history; empty where that is not known, as in
 *     files of earlier versions
 * @param usual where each KPI stood in it, its daily rhythm apart; likewise empty
 * @param goals that its streams watch; none where nobody said any
 */
public record TrainedModel(
    KpiSchema schema,
    FeatureSet features,
    List<String> intents,
    Standardizer standardizer,
    List<HorizonModel> horizonModels,
    IncidentModel incidentModel,
    ExplanationModel explanationModel,
    TrainingReport report,
    List<KpiLimit> limits,
    List<UsualLevel> usual,
    Goals goals) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if limits, levels or goals are of other KPIs, or goals of
   *     other intents; the message says which
   */
  public TrainedModel {
    intents = List.copyOf(intents);
    horizonModels = List.copyOf(horizonModels);
    limits = List.copyOf(limits);
    if (!limits.isEmpty() && limits.size() != schema.kpis().size()) {
      throw new IllegalArgumentException(
          "limits must be of %d KPIs, but are of %d"
              .formatted(schema.kpis().size(), limits.size()));
    }
    usual = List.copyOf(usual);
    if (!usual.isEmpty() && usual.size() != schema.kpis().size()) {
      throw new IllegalArgumentException(
          "usual levels must be of %d KPIs, but are of %d"
              .formatted(schema.kpis().size(), usual.size()));
    }
    goals.requireWatchable(schema.kpis());
    if (!intents.containsAll(goals.intents())) {
      throw new IllegalArgumentException(
          "goals must be of the intents %s, but are of %s".formatted(intents, goals.intents()));
    }
  }

  /** Without limits, usual levels and goals. */
  public TrainedModel(
      KpiSchema schema,
      FeatureSet features,
      List<String> intents,
      Standardizer standardizer,
      List<HorizonModel> horizonModels,
      IncidentModel incidentModel,
      ExplanationModel explanationModel,
      TrainingReport report) {
    this(
        schema,
        features,
        intents,
        standardizer,
        horizonModels,
        incidentModel,
        explanationModel,
        report,
        List.of(),
        List.of(),
        Goals.NONE);
  }

  /** How each KPI moved in the history, without a limit where that is not known. */
  public List<KpiLimit> kpiLimits() {
    return limits.isEmpty() ? Collections.nCopies(schema.kpis().size(), KpiLimit.NONE) : limits;
  }

  /** Where each KPI usually stood in the history, unknown where that is not known. */
  public List<UsualLevel> usualLevels() {
    return usual.isEmpty() ? Collections.nCopies(schema.kpis().size(), UsualLevel.UNKNOWN) : usual;
  }

  /** What KPIs are expected to be at a time of day, where the model knows. */
  public Optional<SeasonalProfile> rhythm() {
    return rhythm(features);
  }

  /** What KPIs are expected to be at a time of day, where these features know. */
  public static Optional<SeasonalProfile> rhythm(FeatureSet features) {
    return features instanceof ResidualSpec residuals
        ? Optional.of(residuals.profile())
        : Optional.empty();
  }

  /** How far ahead it looks, longest first. */
  public List<Duration> horizons() {
    return horizonModels.stream().map(HorizonModel::horizon).toList();
  }

  /** The horizon whose alerts are raised; the others tell how much time is left. */
  public HorizonModel longestHorizon() {
    return horizonModels.get(0);
  }

  /**
   * What is known of one horizon.
   *
   * @throws IllegalArgumentException if there is no such horizon
   */
  public HorizonModel horizonModel(Duration horizon) {
    return horizonModels.stream()
        .filter(model -> model.horizon().equals(horizon))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no horizon of " + horizon + ": the model has " + horizons()));
  }

  /**
   * Where results have an intent.
   *
   * @throws IllegalArgumentException if there is no such intent
   */
  public int indexOfIntent(String intent) {
    int index = intents.indexOf(intent);
    if (index < 0) {
      throw new IllegalArgumentException("no intent '" + intent + "': the model has " + intents);
    }
    return index;
  }

  /** Where its days begin: that of the KPIs' daily rhythm. */
  public ZoneOffset zone() {
    return zone(features);
  }

  /** Where days begin that these features know of. */
  public static ZoneOffset zone(FeatureSet features) {
    return rhythm(features).map(SeasonalProfile::zone).orElse(ZoneOffset.UTC);
  }

  /** False notifications a day that its thresholds are to keep. */
  public double falsePositiveBudget() {
    return incidentModel
        .feedback()
        .map(BudgetController.Thresholds::budgetPerDay)
        .orElse(report.falsePositiveBudget());
  }

  /**
   * Between which thresholds a feedback stream moves.
   *
   * @throws IllegalStateException if outcomes can't move this model's
   */
  public BudgetController.Thresholds feedback() {
    return incidentModel
        .feedback()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the model's thresholds can't be moved by feedback: train it by the recommended"
                        + " preset, on failures and with a budget above 0"));
  }

  /**
   * The same with other spans and thresholds of a horizon's alerts.
   *
   * @throws IllegalArgumentException if there is no such horizon, or the policy is of another
   *     number of intents
   */
  public TrainedModel withPolicy(Duration horizon, AlertPolicy policy) {
    horizonModel(horizon); // or refused
    if (policy.rules().size() != intents.size()) {
      throw new IllegalArgumentException(
          "rules must be " + intents.size() + ", one an intent, but were " + policy.rules().size());
    }
    return with(horizon, policy, incidentModel);
  }

  /** The same with the threshold of another budget for all intents. */
  public TrainedModel withBudget(TrainingReport.Budget budget) {
    AlertPolicy now = longestHorizon().policy();
    return with(
        longestHorizon().horizon(),
        new AlertPolicy(
            now.rules().stream()
                .map(rule -> new AlertRule(rule.span(), budget.threshold()))
                .toList(),
            now.quietGap(),
            now.renotifyAfter()),
        incidentModel.withBudget(budget.falsePositivesPerDay()));
  }

  private TrainedModel with(Duration horizon, AlertPolicy policy, IncidentModel incident) {
    return new TrainedModel(
        schema,
        features,
        intents,
        standardizer,
        horizonModels.stream()
            .map(model -> model.horizon().equals(horizon) ? model.withPolicy(policy) : model)
            .toList(),
        incident,
        explanationModel,
        report,
        limits,
        usual,
        goals);
  }

  /** The same with the failures that it learned from, as it saw them. */
  public TrainedModel withPast(List<PastFailure> past) {
    return new TrainedModel(
        schema,
        features,
        intents,
        standardizer,
        horizonModels,
        incidentModel,
        new ExplanationModel(explanationModel.healthy(), past),
        report,
        limits,
        usual,
        goals);
  }

  /** The same, which knows how KPIs moved in the history: one limit a KPI, or none at all. */
  public TrainedModel withLimits(List<KpiLimit> limits) {
    return new TrainedModel(
        schema,
        features,
        intents,
        standardizer,
        horizonModels,
        incidentModel,
        explanationModel,
        report,
        limits,
        usual,
        goals);
  }

  /** The same, which knows where KPIs usually stood: one level a KPI, or none at all. */
  public TrainedModel withUsual(List<UsualLevel> levels) {
    return new TrainedModel(
        schema,
        features,
        intents,
        standardizer,
        horizonModels,
        incidentModel,
        explanationModel,
        report,
        limits,
        levels,
        goals);
  }

  /**
   * The same, whose streams watch these goals.
   *
   * @throws IllegalArgumentException if they are of other KPIs or intents
   */
  public TrainedModel withGoals(Goals goals) {
    return new TrainedModel(
        schema,
        features,
        intents,
        standardizer,
        horizonModels,
        incidentModel,
        explanationModel,
        report,
        limits,
        usual,
        goals);
  }
}
