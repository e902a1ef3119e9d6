package io.mild.training;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.AlertMetrics;
import io.mild.training.alerting.IncidentPolicy;
import io.mild.training.alerting.IncidentTuner;
import io.mild.training.alerting.IncidentTuning;
import io.mild.training.alerting.ScoredBlock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The one threshold of all intents for a history that is too short to promise a budget. */
final class CarefulThresholds {
  /** Other budgets, as multiples of the one that was asked for. */
  private static final double[] OTHERS = {0.25, 0.5, 1, 2, 4};

  private final TrainingRun run;
  private final IncidentPolicy template;
  private final List<ScoredBlock> history;
  private final List<IncidentTuning> tunings = new ArrayList<>(); // one of OTHERS each
  private final IncidentTuning kept;

  /**
   * Tunes.
   *
   * @param span of the smoothed risks, in rows
   * @param history risks given by models that have not learned from these rows
   */
  CarefulThresholds(TrainingRun run, int span, ScoredBlock history) {
    this.run = run;
    this.template = run.times().of(new IncidentPolicy(IncidentPolicy.NEVER)).withSpan(span);
    this.history = List.of(history);
    double budget = run.plan().falsePositiveBudget();
    for (double multiple : OTHERS) {
      tunings.add(tuned(multiple * budget));
    }
    this.kept = tunings.get(Arrays.binarySearch(OTHERS, 1));
    if (kept.probabilityWithinBudget() < IncidentTuner.DEFAULT_CONFIDENCE) {
      run.warn(
          Training.format(
              "%.1f days can't promise a budget of %.3g false alerts a day: on them the threshold"
                  + " made %d, and by that the next %d days have up to %.1f a day with a"
                  + " confidence of %s",
              history.days(),
              budget,
              kept.forecast().falsePositives(),
              run.nextBlock().toDays(),
              kept.upperBoundPerDay(),
              IncidentTuner.DEFAULT_CONFIDENCE));
    }
  }

  /** What keeps a smaller budget keeps a greater one: that has no higher threshold. */
  private IncidentTuning tuned(double budget) {
    IncidentTuning own = run.tuner(budget).withPolicy(template).tuneCarefully(history);
    IncidentTuning before = tunings.isEmpty() ? own : tunings.get(tunings.size() - 1);
    return own.policy().threshold() > before.policy().threshold() ? before : own;
  }

  /** That of the longest horizon. */
  AlertPolicy policy() {
    return all(rule(kept.policy()));
  }

  /** That of a shorter horizon, which tells of the time left. */
  AlertPolicy moreLikelyThanNot() {
    return all(new AlertRule(kept.policy().span(), 0.5));
  }

  private static AlertRule rule(IncidentPolicy policy) {
    return policy.threshold() >= IncidentPolicy.NEVER
        ? AlertRule.never(policy.span())
        : new AlertRule(policy.span(), policy.thresholdRisk());
  }

  private AlertPolicy all(AlertRule rule) {
    IncidentPolicy policy = kept.policy();
    return new AlertPolicy(
        Collections.nCopies(run.intents().size(), rule), policy.quietGap(), policy.renotifyAfter());
  }

  /** What this and other budgets mean. */
  List<TrainingReport.Budget> budgets() {
    List<TrainingReport.Budget> budgets = new ArrayList<>();
    Duration longest = run.plan().horizons().get(0);
    double budget = run.plan().falsePositiveBudget();
    for (int i = 0; i < OTHERS.length && (budget > 0 || i == 0); i++) {
      IncidentTuning tuned = tunings.get(i);
      double[] leads =
          AlertMetrics.incidentLeadMinutes(history.get(0), tuned.policy().states(history.get(0)));
      budgets.add(
          new TrainingReport.Budget(
              OTHERS[i] * budget,
              rule(tuned.policy()).threshold(),
              tuned.forecast().perDay(),
              AlertMetrics.detection(leads),
              AlertMetrics.cappedLeadMinutes(leads, longest)));
    }
    return budgets;
  }
}
