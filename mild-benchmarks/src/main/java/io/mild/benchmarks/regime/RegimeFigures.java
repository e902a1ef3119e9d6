package io.mild.benchmarks.regime;

import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.FailureOutcome;

/**
 * What a model is worth in some days.
 *
 * @param failures in them
 * @param detection share of them that was warned of; NaN without failures
 * @param leadMinutes of warning, 0 where none came, at most the longest horizon; NaN likewise
 * @param falsePositivesPerDay notifications that no failure followed
 */
public record RegimeFigures(
    int failures, double detection, double leadMinutes, double falsePositivesPerDay) {
  static RegimeFigures of(AlertEvaluation evaluation) {
    int failures = evaluation.outcomes().size();
    long warned = evaluation.outcomes().stream().filter(FailureOutcome::isIncidentDetected).count();
    return new RegimeFigures(
        failures,
        warned / (double) failures,
        evaluation.warningMinutes(evaluation.horizon()),
        evaluation.incidentFalsePositivesPerDay());
  }
}
