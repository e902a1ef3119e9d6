package io.mild.training;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.BudgetController;
import io.mild.alerting.FailureRate;
import io.mild.data.Failure;
import io.mild.internal.io.Digits;
import io.mild.report.Ingredient;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.IncidentPolicy;
import io.mild.training.alerting.IncidentTuner;
import io.mild.training.alerting.IncidentTuning;
import io.mild.training.alerting.ScoredBlock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Finds the one threshold of all intents that keeps the budget of false positives. */
final class BudgetThresholds implements Thresholds {
  /** Of the next days' keeping the budget, where a feedback stream begins. */
  private static final double FEEDBACK_CONFIDENCE = 0.9;

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
    this.template = JointThreshold.template(run, span);
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
              Digits.two(budget),
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

  @Override
  public List<TrainingReport.Budget> budgets() {
    return DoubleStream.of(JointThreshold.multiples())
        .map(multiple -> multiple * budget)
        .distinct()
        .mapToObj(other -> new JointThreshold(run, tuned(other)).worth(other, history))
        .toList();
  }

  @Override
  public AlertPolicy policy() {
    return new JointThreshold(run, kept).policy();
  }

  @Override
  public AlertPolicy moreLikelyThanNot() {
    return new JointThreshold(run, kept).moreLikelyThanNot();
  }

  /** Empty without a budget to keep. */
  @Override
  public Optional<BudgetController.Thresholds> feedback() {
    return budget > 0 && kept.policy().threshold() < IncidentPolicy.NEVER
        ? Optional.of(
            new BudgetController.Thresholds(
                naive.policy().threshold(),
                start.policy().threshold(),
                kept.policy().threshold(),
                budget,
                failures()))
        : Optional.empty();
  }

  /** How often they were logged; without those that no row is of. */
  private FailureRate failures() {
    Instant first = run.history().time(0);
    Instant last = run.history().time(run.history().rows() - 1);
    long logged =
        run.failures().failures().stream()
            .map(Failure::time)
            .filter(time -> !time.isBefore(first) && !time.isAfter(last))
            .count();
    double days = history.stream().mapToDouble(ScoredBlock::days).sum();
    return new FailureRate(days, logged / days);
  }
}
