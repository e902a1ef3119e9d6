package io.mild.training;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.BudgetController;
import io.mild.report.Ingredient;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.AlertMetrics;
import io.mild.training.alerting.IncidentPolicy;
import io.mild.training.alerting.IncidentTuner;
import io.mild.training.alerting.IncidentTuning;
import io.mild.training.alerting.ScoredBlock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Finds the one threshold of all intents that keeps the budget of false positives. */
final class BudgetThresholds {
  /** Of the next days' keeping the budget, where a feedback stream begins. */
  private static final double FEEDBACK_CONFIDENCE = 0.9;

  /** Other budgets, as multiples of the one that was asked for. */
  private static final double[] OTHERS = {0.25, 0.5, 1, 2, 4};

  private final TrainingRun run;
  private final double budget;
  private final IncidentPolicy template;
  private final List<ScoredBlock> history;
  private final IncidentTuning naive;
  private final IncidentTuning start;
  private final IncidentTuning kept;

  /**
   * Tunes.
   *
   * @param span of the smoothed risks, in rows
   * @param history calibrated risks, given by models that have not learned from these rows
   */
  BudgetThresholds(TrainingRun run, int span, List<ScoredBlock> history) {
    this.run = run;
    this.budget = run.plan().falsePositiveBudget();
    this.template = run.times().of(new IncidentPolicy(IncidentPolicy.NEVER)).withSpan(span);
    this.history = history;
    naive = tuner(budget).tuneNaively(history);
    kept = tuned(budget);
    start =
        kept.policy().equals(naive.policy())
            ? naive
            : tuner(budget).withConfidence(FEEDBACK_CONFIDENCE).tune(history);
    if (promises() && kept.probabilityWithinBudget() < IncidentTuner.DEFAULT_CONFIDENCE) {
      run.warn(
          Training.format(
              "the history of %.1f days is too short to promise a budget of %s false alerts a day"
                  + " with a confidence of %s: the threshold keeps it on the history only",
              history.stream().mapToDouble(ScoredBlock::days).sum(),
              budget,
              IncidentTuner.DEFAULT_CONFIDENCE));
    }
  }

  private IncidentTuner tuner(double budget) {
    return run.tuner(budget).withPolicy(template);
  }

  private boolean promises() {
    return run.plan().keeps(Ingredient.CROSS_FITTING) && run.plan().keeps(Ingredient.CONFIDENCE);
  }

  /** What keeps a budget on the next days, or where no threshold promises that, on the history. */
  private IncidentTuning tuned(double budget) {
    IncidentTuning promised = tuner(budget).tune(history);
    return promises() && promised.probabilityWithinBudget() >= IncidentTuner.DEFAULT_CONFIDENCE
        ? promised
        : tuner(budget).tuneNaively(history);
  }

  /** What this and other budgets mean. */
  List<TrainingReport.Budget> budgets() {
    return DoubleStream.of(OTHERS)
        .map(multiple -> multiple * budget)
        .distinct()
        .mapToObj(this::worth)
        .toList();
  }

  private TrainingReport.Budget worth(double budget) {
    IncidentTuning tuned = tuned(budget);
    Duration longest = run.plan().horizons().get(0);
    double[] leads =
        history.stream()
            .flatMapToDouble(
                block ->
                    DoubleStream.of(
                        AlertMetrics.incidentLeadMinutes(block, tuned.policy().states(block))))
            .toArray();
    return new TrainingReport.Budget(
        budget,
        rule(tuned.policy()).threshold(),
        tuned.forecast().perDay(),
        AlertMetrics.detection(leads),
        AlertMetrics.cappedLeadMinutes(leads, longest));
  }

  /** That of the longest horizon. */
  AlertPolicy policy() {
    return all(rule(kept.policy()));
  }

  private static AlertRule rule(IncidentPolicy policy) {
    return policy.threshold() >= IncidentPolicy.NEVER
        ? AlertRule.never(policy.span())
        : new AlertRule(policy.span(), policy.thresholdRisk());
  }

  /** That of a shorter horizon, which tells of the time left. */
  AlertPolicy moreLikelyThanNot() {
    return all(new AlertRule(kept.policy().span(), 0.5));
  }

  /** Between which thresholds operators' verdicts may move it; empty without a budget to keep. */
  Optional<BudgetController.Thresholds> feedback() {
    return budget > 0 && kept.policy().threshold() < IncidentPolicy.NEVER
        ? Optional.of(
            new BudgetController.Thresholds(
                naive.policy().threshold(),
                start.policy().threshold(),
                kept.policy().threshold(),
                budget))
        : Optional.empty();
  }

  private AlertPolicy all(AlertRule rule) {
    IncidentPolicy policy = kept.policy();
    return new AlertPolicy(
        Collections.nCopies(run.intents().size(), rule), policy.quietGap(), policy.renotifyAfter());
  }
}
