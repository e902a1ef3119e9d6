package io.mild.training;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.BudgetController;
import io.mild.internal.io.Digits;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.IncidentPolicy;
import io.mild.training.alerting.IncidentTuner;
import io.mild.training.alerting.IncidentTuning;
import io.mild.training.alerting.ScoredBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The one threshold of all intents for a history that is too short to promise a budget. */
final class CarefulThresholds implements Thresholds {
  /** Of the next days' keeping the budget: a surer promise finds too few of few failures. */
  private static final double CONFIDENCE = 0.7;

  private final TrainingRun run;
  private final IncidentPolicy template;
  private final List<ScoredBlock> history;
  private final List<IncidentTuning> tunings = new ArrayList<>(); // one a multiple each
  private final IncidentTuning kept;

  /**
   * Tunes.
   *
   * @param span of the smoothed risks, in rows
   * @param history risks given by models that have not learned from these rows
   */
  CarefulThresholds(TrainingRun run, int span, ScoredBlock history) {
    this.run = run;
    this.template = JointThreshold.template(run, span);
    this.history = List.of(history);
    double budget = run.plan().falsePositiveBudget();
    double[] multiples = JointThreshold.multiples();
    for (double multiple : multiples) {
      tunings.add(tuned(multiple * budget));
    }
    this.kept = tunings.get(Arrays.binarySearch(multiples, 1));
    if (kept.probabilityWithinBudget() < IncidentTuner.DEFAULT_CONFIDENCE) {
      run.warn(
          Training.format(
              "%.1f days can't promise a budget of %s false alerts a day: on them the threshold"
                  + " made %d; by that the next %d days keep it with a confidence of %s, and have"
                  + " up to %s a day with one of %s%s",
              history.days(),
              Digits.two(budget),
              kept.forecast().falsePositives(),
              run.nextBlock().toDays(),
              Digits.two(kept.probabilityWithinBudget()),
              Digits.two(kept.upperBoundPerDay()),
              IncidentTuner.DEFAULT_CONFIDENCE,
              feedback().isPresent()
                  ? "; a feedback stream that is told what fails moves the threshold"
                  : ""));
    }
  }

  /** What keeps a smaller budget keeps a greater one: that has no higher threshold. */
  private IncidentTuning tuned(double budget) {
    IncidentTuner tuner = run.tuner(budget).withPolicy(template);
    IncidentPolicy careful = tuner.withConfidence(CONFIDENCE).tuneCarefully(history).policy();
    IncidentTuning own = tuner.evaluate(careful, history);
    IncidentTuning before = tunings.isEmpty() ? own : tunings.get(tunings.size() - 1);
    return own.policy().threshold() > before.policy().threshold() ? before : own;
  }

  @Override
  public AlertPolicy policy() {
    return new JointThreshold(run, kept).policy();
  }

  @Override
  public AlertPolicy moreLikelyThanNot() {
    return new JointThreshold(run, kept).moreLikelyThanNot();
  }

  @Override
  public Optional<BudgetController.Thresholds> feedback() {
    return new JointThreshold(run, kept).feedback(history);
  }

  @Override
  public List<TrainingReport.Budget> budgets() {
    List<TrainingReport.Budget> budgets = new ArrayList<>();
    double[] multiples = JointThreshold.multiples();
    double budget = run.plan().falsePositiveBudget();
    for (int i = 0; i < multiples.length && (budget > 0 || i == 0); i++) {
      budgets.add(new JointThreshold(run, tunings.get(i)).worth(multiples[i] * budget, history));
    }
    return budgets;
  }
}
