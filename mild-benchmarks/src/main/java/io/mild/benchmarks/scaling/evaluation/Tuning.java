package io.mild.benchmarks.scaling.evaluation;

import java.time.Duration;

/**
 * What was tuned, on days that are not reported.
 *
 * @param quantile of the forecast that the floor is for
 * @param forecastMargin by how much the forecast's target utilisation exceeds the autoscaler's
 * @param highestTarget the forecast's target utilisation at most
 * @param hold how long a forecast's floor holds
 * @param growth floor over replicas when a failure is predicted
 * @param reserve how long before a failure at the latest the floor is raised
 */
record Tuning(
    double quantile,
    double forecastMargin,
    double highestTarget,
    Duration hold,
    double growth,
    Duration reserve) {
  /** Chosen on seeds 1001 to 1006. */
  static final Tuning CHOSEN =
      new Tuning(0.9, 0.05, 0.9, Duration.ofSeconds(120), 1.5, Duration.ofMinutes(1));
}
