package io.mild.benchmarks.scaling.evaluation;

import io.mild.scaling.Recommendation;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.Situation;

/**
 * Never changes anything.
 *
 * @param replicas always asked for
 */
record FixedPolicy(int replicas) implements ScalingPolicy {
  @Override
  public Recommendation recommend(Situation situation) {
    return Recommendation.of(
        "static", situation.state().time(), situation.range().clamp(replicas), "it is static");
  }
}
