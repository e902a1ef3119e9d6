package io.mild.scaling.policy;

import io.mild.scaling.Metric;
import io.mild.scaling.ServiceState;

/** What a request takes of a replica's CPU, of the recent past. */
final class CpuPerRequest {
  private final double memory;
  private double work; // replicas' worth of CPU, decayed sum
  private double requests; // a second, decayed sum

  /**
   * Nothing is known yet.
   *
   * @param memory share of what was seen that each state keeps, 0 to 1
   */
  CpuPerRequest(double memory) {
    this.memory = memory;
  }

  void learn(ServiceState state) {
    boolean known = !state.isMissing(Metric.CPU) && !state.isMissing(Metric.REQUEST_RATE);
    if (known && state.requestRate() > 0) {
      work = memory * work + state.cpu() * state.ready();
      requests = memory * requests + state.requestRate();
    }
  }

  boolean isKnown() {
    return requests > 0;
  }

  /** Replicas that a request a second keeps busy. */
  double value() {
    return work / requests;
  }
}
