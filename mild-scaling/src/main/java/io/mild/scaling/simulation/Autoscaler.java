package io.mild.scaling.simulation;

import io.mild.scaling.Forecaster;
import io.mild.scaling.ScalingPolicy;
import java.util.Optional;

/**
 * What decides on the replicas of one run.
 *
 * @param policy asked at each synchronisation
 * @param forecaster of the request rate, if the policy looks ahead
 */
public record Autoscaler(ScalingPolicy policy, Optional<Forecaster> forecaster) {
  /** A policy that doesn't look ahead. */
  public static Autoscaler of(ScalingPolicy policy) {
    return new Autoscaler(policy, Optional.empty());
  }
}
