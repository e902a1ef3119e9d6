package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import io.mild.scaling.Recommendation;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.Situation;

/**
 * Knows the demand to come: asks for what the highest rate needs from now until a replica that is
 * asked for next time can be ready. Of faults it knows nothing.
 */
final class OraclePolicy implements ScalingPolicy {
  private final double[] rates;
  private final ServiceModel model;
  private final double utilization;
  private final int ahead;

  OraclePolicy(Trace trace, ServiceModel model, double utilization) {
    this.rates = trace.requestsPerSecond();
    this.model = model;
    this.utilization = utilization;
    this.ahead = (int) Math.ceil(1.5 * model.startUp() + model.coldSeconds() + model.syncPeriod());
  }

  @Override
  public Recommendation recommend(Situation situation) {
    int from = (int) situation.state().time().getEpochSecond();
    double highest = 0;
    for (int t = from; t < Math.min(rates.length, from + ahead); t++) {
      highest = Math.max(highest, rates[t]);
    }
    int replicas = (int) Math.ceil(model.replicas(highest, utilization));
    return Recommendation.of(
        "oracle",
        situation.state().time(),
        situation.range().clamp(replicas),
        "%.0f requests/s are to come".formatted(highest));
  }
}
