package io.mild.benchmarks.experiment;

import io.mild.Mild;
import io.mild.Verdict;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.benchmarks.experiment.AlertResult.Named;
import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.benchmarks.experiment.AlertResult.Rule;
import io.mild.benchmarks.experiment.FoldResult.Bin;
import io.mild.benchmarks.experiment.FoldResult.BudgetPoint;
import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.Prediction;
import io.mild.benchmarks.rivals.StreamedRisks;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.training.alerting.AlertMetrics;
import io.mild.training.alerting.AlertTuner;
import io.mild.training.alerting.DetectionWindow;
import io.mild.training.alerting.Reliability;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.FailureOutcome;
import io.mild.training.evaluation.SingleThreshold;
import io.mild.training.evaluation.StreamedRows;
import io.mild.training.evaluation.VerdictTime;
import io.mild.training.labels.FailureWindows;
import io.mild.training.labels.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Tunes a prediction's thresholds on the validation rows and judges it on the test block. */
final class FoldJudge {
  private static final double[] BUDGETS = {0.25, 0.5, 1, 2, 4};
  private static final double ONE_A_DAY = 1;

  private final Fold fold;
  private final Prediction prediction;
  private final BudgetKind ownKind;
  private final double budget;
  private final FailureLog failures;
  private final ScoredBlock validation;
  private final ScoredBlock test;
  private final AlertTuner tuner;

  /**
   * @param failures of the whole recording
   */
  FoldJudge(
      Fold fold, Prediction prediction, BudgetKind ownKind, double budget, FailureLog failures) {
    this.fold = fold;
    this.prediction = prediction;
    this.ownKind = ownKind;
    this.budget = budget;
    this.failures = failures;
    this.validation = block(fold.known(), fold.validationStart(), fold.testStart());
    this.test = block(failures, fold.testStart(), fold.rows().rows());
    this.tuner =
        AlertTuner.forHorizon(fold.horizon())
            .withTimes(fold.times().quietGap(), fold.times().renotifyAfter());
  }

  private ScoredBlock block(FailureLog log, int from, int until) {
    return FailureWindows.of(log, fold.intents(), fold.horizon(), fold.times())
        .block(fold.epochMillis(from, until), fold.scored(prediction.risks(), from, until));
  }

  /**
   * All figures.
   *
   * @param model its name
   * @param moved what is known of moved KPIs
   */
  FoldResult result(
      String model,
      MovedKpis moved,
      double trainSeconds,
      double scoreSeconds,
      Map<String, Object> settings) {
    BudgetKind otherKind =
        ownKind == BudgetKind.INCIDENT ? BudgetKind.PER_INTENT : BudgetKind.INCIDENT;
    double[] leads = SingleThreshold.leadMinutes(test, ONE_A_DAY, fold.horizon());
    List<Reliability> reliability = reliability();
    return new FoldResult(
        model,
        fold.number(),
        test.epochMillis()[0],
        test.epochMillis()[test.rows() - 1],
        test.days(),
        policy(ownKind, budget).map(policy -> alerts(ownKind, policy)).orElseThrow(),
        policy(otherKind, budget).map(policy -> alerts(otherKind, policy)).orElse(null),
        prediction.mild().filter(Mild::takesFeedback).map(this::feedback).orElse(Map.of()),
        Arrays.stream(leads).average().orElse(Double.NaN),
        Arrays.stream(leads).boxed().toList(),
        budgets(),
        mean(reliability, Reliability::expectedCalibrationError),
        mean(reliability, Reliability::brier),
        mean(reliability, Reliability::baseRateBrier),
        bins(reliability),
        ExplainedAlerts.of(prediction.assessments(), fold)
            .explanation(judged().stream().filter(moved::explains).toList(), moved),
        trainSeconds,
        scoreSeconds,
        settings);
  }

  private List<Failure> judged() {
    Map<DetectionWindow, Failure> windows =
        FailureWindows.of(failures, fold.intents(), fold.horizon(), fold.times()).judged();
    return test.countedFailures().stream()
        .map(window -> Optional.ofNullable(windows.get(window)).orElseThrow())
        .toList();
  }

  private static double mean(List<Reliability> intents, ToDoubleFunction<Reliability> figure) {
    return intents.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  private AlertResult alerts(BudgetKind kind, AlertPolicy policy) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (int i = 0; i < fold.intents().size(); i++) {
      AlertRule rule = policy.rules().get(i);
      rules.put(fold.intents().get(i), new Rule(rule.span(), rule.threshold()));
    }
    return result(kind, rules, evaluate(kind, budget, policy), null);
  }

  private Map<FeedbackKind, AlertResult> feedback(Mild mild) {
    Map<FeedbackKind, AlertResult> results = new EnumMap<>(FeedbackKind.class);
    for (FeedbackKind feedback : FeedbackKind.values()) {
      Teller.Watched watched = Teller.watch(mild, fold, failures, feedback);
      AlertEvaluation evaluation = evaluation(mild.policy(fold.horizon()), watched.rows());
      IncidentFigures incidents = feedback.tellsOfFailures() ? watched.incidents() : null;
      results.put(feedback, result(ownKind, Map.of(), evaluation, incidents));
    }
    return results;
  }

  /**
   * Under the model's own kind of budget the model's own policy, if it has one. One that has
   * learned from the validation rows, too, has no other thresholds than those that its report tells
   * of.
   */
  private Optional<AlertPolicy> policy(BudgetKind kind, double perDay) {
    if (isOwn(kind, perDay)) {
      return prediction.mild().map(mild -> mild.policy(fold.horizon()));
    }
    Optional<Mild> learned = prediction.mild().filter(mild -> !mild.report().budgets().isEmpty());
    if (learned.isPresent()) {
      return learned
          .filter(mild -> kind == BudgetKind.INCIDENT)
          .filter(
              mild ->
                  mild.report().budgets().stream()
                      .anyMatch(told -> told.falsePositivesPerDay() == perDay))
          .map(mild -> mild.withBudget(perDay).policy(fold.horizon()));
    }
    return Optional.of(
        switch (kind) {
          case PER_INTENT -> tuner.tunePerIntent(validation, perDay);
          case INCIDENT -> tuner.tuneJointly(validation, perDay);
        });
  }

  /** Whether the prediction has alerts of its own under this budget. */
  private boolean isOwn(BudgetKind kind, double perDay) {
    return kind == ownKind && perDay == budget && prediction.mild().isPresent();
  }

  private AlertResult result(
      BudgetKind kind,
      Map<String, Rule> rules,
      AlertEvaluation evaluation,
      @Nullable IncidentFigures incidents) {
    List<Outcome> outcomes = evaluation.outcomes().stream().map(FoldJudge::outcome).toList();
    Map<String, Double> falsePositives = new LinkedHashMap<>();
    falsePositives.put(AlertResult.SUM, evaluation.falsePositivesPerDaySum());
    falsePositives.put(AlertResult.INCIDENT, evaluation.incidentFalsePositivesPerDay());
    falsePositives.putAll(evaluation.falsePositivesPerDay());
    double allowed = budget + 0.5 / evaluation.days();
    boolean held =
        switch (kind) {
          case PER_INTENT ->
              evaluation.falsePositivesPerDay().values().stream().allMatch(made -> made <= allowed);
          case INCIDENT -> evaluation.incidentFalsePositivesPerDay() <= allowed;
        };
    return new AlertResult(
        kind,
        held,
        rules,
        FailureFigures.of(outcomes, fold.intents(), fold.horizon()),
        falsePositives,
        outcomes,
        incidents);
  }

  /** Of what the model's stream said, or else of the risks under a policy. */
  private AlertEvaluation evaluate(BudgetKind kind, double perDay, AlertPolicy policy) {
    if (isOwn(kind, perDay)) {
      StreamedRows rows = new StreamedRows();
      prediction.assessments().forEach(rows::accept);
      return evaluation(policy, rows);
    }
    return evaluation(policy, StreamedRisks.of(fold, prediction, policy, test));
  }

  private AlertEvaluation evaluation(AlertPolicy policy, StreamedRows rows) {
    return AlertEvaluation.of(fold.intents(), fold.horizon(), policy, rows, failures);
  }

  private static Outcome outcome(FailureOutcome outcome) {
    Failure failure = outcome.failure();
    Map<String, Named> named = new LinkedHashMap<>();
    for (VerdictTime time : VerdictTime.values()) {
      Verdict verdict = outcome.verdicts().get(time);
      if (verdict != null) {
        named.put(FailureFigures.key(time), new Named(verdict.candidates(), verdict.probability()));
      }
    }
    return new Outcome(
        failure.incident(),
        failure.intent(),
        failure.kind(),
        outcome.codrift(),
        failure.time().toEpochMilli(),
        outcome.leadMinutes(),
        outcome.incidentLeadMinutes(),
        named,
        outcome.flips(),
        outcome.settledMinutes(),
        TimeToFailureResult.of(outcome.intervals()));
  }

  private List<BudgetPoint> budgets() {
    List<BudgetPoint> points = new ArrayList<>();
    for (double perDay : BUDGETS) {
      Optional<AlertPolicy> policy = policy(ownKind, perDay);
      if (policy.isEmpty()) {
        continue;
      }
      AlertEvaluation evaluation = evaluate(ownKind, perDay, policy.get());
      double made =
          switch (ownKind) {
            case PER_INTENT ->
                evaluation.falsePositivesPerDay().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(Double.NaN);
            case INCIDENT -> evaluation.incidentFalsePositivesPerDay();
          };
      double[] leads =
          evaluation.outcomes().stream().mapToDouble(FailureOutcome::incidentLeadMinutes).toArray();
      points.add(
          new BudgetPoint(perDay, made, AlertMetrics.cappedLeadMinutes(leads, fold.horizon())));
    }
    return points;
  }

  private List<Reliability> reliability() {
    Instant start = Instant.ofEpochMilli(test.epochMillis()[0]);
    float[] labels =
        Labels.of(fold.rows().from(start), failures, fold.intents(), fold.horizon()).binary();
    List<Reliability> intents = new ArrayList<>();
    for (int i = 0; i < test.intents(); i++) {
      boolean[] failed = new boolean[test.rows()];
      for (int row = 0; row < failed.length; row++) {
        failed[row] = labels[row * test.intents() + i] > 0.5f;
      }
      intents.add(Reliability.of(test.risks()[i], failed));
    }
    return intents;
  }

  /** The bins of all intents together. */
  private static List<Bin> bins(List<Reliability> intents) {
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < Reliability.DEFAULT_BINS; bin++) {
      long count = 0;
      double risk = 0;
      double frequency = 0;
      for (Reliability intent : intents) {
        Reliability.Bin own = intent.bins().get(bin);
        if (own.count() > 0) { // the means of none are NaN
          count += own.count();
          risk += own.count() * own.meanRisk();
          frequency += own.count() * own.frequency();
        }
      }
      bins.add(new Bin(count, risk / count, frequency / count));
    }
    return bins;
  }
}
