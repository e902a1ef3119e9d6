package io.mild.benchmarks.firstday;

import io.mild.training.alerting.ScoredBlock;
import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.SingleThreshold;
import java.time.Duration;
import java.util.Arrays;

/**
 * What warned of how many breaks, how early, at what price.
 *
 * @param recall share of the breaks before which it was on within the horizon
 * @param leadMinutes mean from the first alert to the break, 0 where there was none
 * @param falsePositivesPerDay notifications that no break followed
 */
public record FirstDayFigures(double recall, double leadMinutes, double falsePositivesPerDay) {
  /** As alerted. */
  static FirstDayFigures of(AlertEvaluation evaluation) {
    return new FirstDayFigures(
        evaluation.announced().size() / (double) evaluation.outcomes().size(),
        evaluation.warningMinutes(evaluation.horizon()),
        evaluation.incidentFalsePositivesPerDay());
  }

  /** With the threshold that makes so many false positives a day in these very rows. */
  static FirstDayFigures at(double falsePositivesPerDay, ScoredBlock rows, Duration horizon) {
    double[] leads = SingleThreshold.leadMinutes(rows, falsePositivesPerDay, horizon);
    return new FirstDayFigures(
        Arrays.stream(leads).filter(lead -> lead > 0).count() / (double) leads.length,
        Arrays.stream(leads).average().orElse(Double.NaN),
        falsePositivesPerDay);
  }
}
