package io.mild.training;

import io.mild.features.Standardizer;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.AlertMetrics;
import io.mild.training.alerting.IncidentPolicy;
import io.mild.training.alerting.ScoredBlock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a recipe made of the history.
 *
 * @param name of what speaks then, as the report says it
 * @param warnings that the recipe had
 */
record Candidate(
    String name,
    Recipe recipe,
    Standardizer standardizer,
    List<TrainingReport.Intent> learnable,
    Recipe.Learned learned,
    List<String> warnings) {
  private static final double MILLIS_PER_MINUTE = Duration.ofMinutes(1).toMillis();

  /**
   * How long before each of the history's failures it would have warned, with the lowest threshold
   * that keeps the budget there: by what had not learned of them, and whatever threshold its recipe
   * takes, so that recipes are compared at the same price.
   *
   * @return minutes, at most the longest horizon's, 0 where missed, in the order of the failures
   */
  double[] leadMinutes(TrainingRun run) {
    Duration longest = run.plan().horizons().get(0);
    ScoredBlock block = learned.leftOut().orElseThrow();
    IncidentPolicy policy =
        run.tuner(run.plan().falsePositiveBudget())
            .withPolicy(JointThreshold.template(run, run.span()))
            .tuneNaively(List.of(block))
            .policy();
    return Arrays.stream(AlertMetrics.incidentLeadMinutes(block, policy.states(block)))
        .map(
            lead -> Double.isNaN(lead) ? 0 : Math.min(lead, longest.toMillis() / MILLIS_PER_MINUTE))
        .toArray();
  }
}
