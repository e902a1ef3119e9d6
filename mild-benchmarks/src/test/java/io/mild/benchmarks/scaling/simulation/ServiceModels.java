package io.mild.benchmarks.scaling.simulation;

import io.mild.scaling.Recommendation;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.balance.Endpoints;
import io.mild.scaling.balance.TwoChoices;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Services and days that tests run. */
final class ServiceModels {
  static final Routing P2C = new Routing(Endpoints.Settings.DEFAULT, TwoChoices::byLoad);

  private ServiceModels() {}

  /** One gateway, replicas all alike, hardly a bound and no time-out: what formulas are for. */
  static ServiceModel ideal(int workers, double meanDemand, double syncPeriod) {
    return ServiceModel.builder()
        .meanDemand(meanDemand)
        .workers(workers)
        .queueBound(100_000)
        .timeout(1e6)
        .slo(1e6)
        .speedSpread(0)
        .coldSeconds(0)
        .coldSpeed(1)
        .gateways(1)
        .syncPeriod(syncPeriod)
        .build();
  }

  static Day day(double rate, int seconds, List<Fault> faults, long seed) {
    double[] rates = new double[seconds];
    Arrays.fill(rates, rate);
    return new Day(
        "test",
        new Trace("constant", rates),
        Optional.empty(),
        faults,
        AlertQuality.MEASURED,
        0,
        seed);
  }

  static ScalingPolicy always(int replicas) {
    return situation -> Recommendation.of("always", situation.state().time(), replicas);
  }

  static RunFigures run(ServiceModel model, Day day, int replicas) {
    return run(model, day, always(replicas), replicas);
  }

  static RunFigures run(ServiceModel model, Day day, ScalingPolicy policy, int initialReplicas) {
    return new ClusterSimulator(
            model,
            day,
            RequestSource.of(day, model).create(),
            Autoscaler.of(policy),
            P2C,
            initialReplicas)
        .run();
  }
}
