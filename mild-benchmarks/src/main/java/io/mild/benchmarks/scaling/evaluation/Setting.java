package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.Day;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import java.util.Optional;

/**
 * What a contender is made for.
 *
 * @param model the service
 * @param day that it is going to be run on; only an oracle may look at it
 * @param history of the days before
 * @param yesterday the day before, for what learns from one day to the next; absent if not known
 */
record Setting(ServiceModel model, Day day, DemandHistory history, Optional<Day> yesterday) {
  /** Replicas for the rate that the day begins with, at a utilisation. */
  int initialReplicas(double utilization) {
    return (int)
        Math.max(1, Math.ceil(model.replicas(day.trace().requestsPerSecond()[0], utilization)));
  }
}
