package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.Day;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.scaling.Forecaster;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a contender is made for.
 *
 * @param model the service
 * @param day that it is going to be run on; only an oracle may look at it
 * @param history of the days before
 * @param forecasts makes a forecaster of that for one run
 * @param yesterday the day before, for what learns from one day to the next; absent if not known
 */
public record Setting(
    ServiceModel model,
    Day day,
    DemandHistory history,
    Function<DemandHistory, Optional<Forecaster>> forecasts,
    Optional<Day> yesterday) {
  /** A new forecaster for one run, if there is to be one. */
  Optional<Forecaster> forecaster() {
    return forecasts.apply(history);
  }

  /** The same with other forecasts. */
  Setting forecastBy(Function<DemandHistory, Optional<Forecaster>> others) {
    return new Setting(model, day, history, others, yesterday);
  }

  /** Replicas for the rate that the day begins with, at a utilisation. */
  int initialReplicas(double utilization) {
    return (int)
        Math.max(1, Math.ceil(model.replicas(day.trace().requestsPerSecond()[0], utilization)));
  }
}
