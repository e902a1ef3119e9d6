package io.mild;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.BudgetController;
import io.mild.alerting.IncidentPolicy;
import io.mild.alerting.IncidentTuner;
import io.mild.alerting.IncidentTuning;
import io.mild.alerting.ScoredBlock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds the one threshold of all intents that keeps the budget of false positives. */
final class Thresholds {
  /** Of the next days' keeping the budget, where a feedback stream begins. */
  private static final double FEEDBACK_CONFIDENCE = 0.9;

  private final Lesson lesson;
  private final IncidentTuning naive;
  private final IncidentTuning start;
  private final IncidentTuning kept;

  /**
   * Tunes.
   *
   * @param span of the smoothed risks, in rows
   * @param history calibrated risks, given by models that have not learned from these rows
   */
  Thresholds(Lesson lesson, int span, List<ScoredBlock> history) {
    this.lesson = lesson;
    IncidentPolicy template = new IncidentPolicy(IncidentPolicy.NEVER).withSpan(span);
    double budget = lesson.settings().falsePositiveBudget();
    IncidentTuner tuner = IncidentTuner.forBudget(budget).withPolicy(template);
    naive = tuner.tuneNaively(history);
    if (!lesson.settings().keeps(Ingredient.CROSS_FITTING)
        || !lesson.settings().keeps(Ingredient.CONFIDENCE)) {
      kept = naive;
      start = naive;
      return;
    }
    IncidentTuning promised = tuner.tune(history);
    if (promised.probabilityWithinBudget() >= IncidentTuner.DEFAULT_CONFIDENCE) {
      kept = promised;
      start = tuner.withConfidence(FEEDBACK_CONFIDENCE).tune(history);
    } else {
      kept = naive;
      start = naive;
      lesson.warn(
          Training.format(
              "the history of %.1f days is too short to promise a budget of %s false alerts a day"
                  + " with a confidence of %s: the threshold keeps it on the history only",
              history.stream().mapToDouble(ScoredBlock::days).sum(),
              budget,
              IncidentTuner.DEFAULT_CONFIDENCE));
    }
  }

  /** That of the longest horizon. */
  AlertPolicy policy() {
    IncidentPolicy policy = kept.policy();
    return all(
        policy.threshold() >= IncidentPolicy.NEVER
            ? AlertRule.never(policy.span())
            : new AlertRule(policy.span(), policy.thresholdRisk()));
  }

  /** That of a shorter horizon, which tells of the time left. */
  AlertPolicy moreLikelyThanNot() {
    return all(new AlertRule(kept.policy().span(), 0.5));
  }

  /** Between which thresholds operators' verdicts may move it; empty without a budget to keep. */
  Optional<BudgetController.Thresholds> feedback() {
    double budget = lesson.settings().falsePositiveBudget();
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
        Collections.nCopies(lesson.intents().size(), rule),
        policy.quietGap(),
        policy.renotifyAfter());
  }
}
