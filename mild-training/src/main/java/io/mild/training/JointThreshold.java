package io.mild.training;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.BudgetController;
import io.mild.alerting.FailureRate;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.AlertMetrics;
import io.mild.training.alerting.IncidentPolicy;
import io.mild.training.alerting.IncidentTuning;
import io.mild.training.alerting.ScoredBlock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * One threshold that all intents have, as a model and its report tell it.
 *
 * @param run whose intents they are
 * @param tuning how it was found
 */
record JointThreshold(TrainingRun run, IncidentTuning tuning) {
  private static final double[] MULTIPLES = {0.25, 0.5, 1, 2, 4};

  /** Budgets of which the report tells what they are worth, as multiples of that asked for. */
  static double[] multiples() {
    return MULTIPLES.clone();
  }

  /** Of alerts without a threshold yet. */
  static IncidentPolicy template(TrainingRun run, int span) {
    return run.times().of(new IncidentPolicy(IncidentPolicy.NEVER)).withSpan(span);
  }

  /** That of the longest horizon. */
  AlertPolicy policy() {
    return all(rule());
  }

  /** That of a shorter horizon, which tells of the time left. */
  AlertPolicy moreLikelyThanNot() {
    return all(new AlertRule(tuning.policy().span(), 0.5));
  }

  private AlertRule rule() {
    IncidentPolicy policy = tuning.policy();
    return policy.threshold() >= IncidentPolicy.NEVER
        ? AlertRule.never(policy.span())
        : new AlertRule(policy.span(), policy.thresholdRisk());
  }

  private AlertPolicy all(AlertRule rule) {
    IncidentPolicy policy = tuning.policy();
    return new AlertPolicy(
        Collections.nCopies(run.intents().size(), rule), policy.quietGap(), policy.renotifyAfter());
  }

  /** What a budget that it was found for means, on the history that it was found on. */
  TrainingReport.Budget worth(double budget, List<ScoredBlock> history) {
    double[] leads =
        history.stream()
            .flatMapToDouble(
                block ->
                    DoubleStream.of(
                        AlertMetrics.incidentLeadMinutes(block, tuning.policy().states(block))))
            .toArray();
    return new TrainingReport.Budget(
        budget,
        rule().threshold(),
        tuning.forecast().perDay(),
        AlertMetrics.detection(leads),
        AlertMetrics.cappedLeadMinutes(leads, run.plan().horizons().get(0)));
  }

  /**
   * From where outcomes move it, of a history that is too short to say how far; empty without a
   * budget to keep, and where no risk reaches it. How often failures come it can't say, either: it
   * is often cut around some.
   */
  Optional<BudgetController.Thresholds> feedback(List<ScoredBlock> history) {
    double budget = run.plan().falsePositiveBudget();
    double threshold = tuning.policy().threshold();
    return budget > 0 && threshold < IncidentPolicy.NEVER
        ? Optional.of(
            new BudgetController.Thresholds(
                threshold, threshold, threshold, budget, new FailureRate(days(history), 0)))
        : Optional.empty();
  }

  private static double days(List<ScoredBlock> history) {
    return history.stream().mapToDouble(ScoredBlock::days).sum();
  }
}
