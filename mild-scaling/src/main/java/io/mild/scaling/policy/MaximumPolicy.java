package io.mild.scaling.policy;

import io.mild.scaling.Recommendation;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.Situation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The most that any of several policies asks for, so that each of them can only raise. If one of
 * them freezes, there are at least as many replicas as are asked for now.
 */
public final class MaximumPolicy implements ScalingPolicy {
  private final List<ScalingPolicy> policies;

  /**
   * Of several policies, which are this one's alone from then on.
   *
   * @throws IllegalArgumentException if there is none
   */
  public MaximumPolicy(ScalingPolicy... policies) {
    if (policies.length == 0) {
      throw new IllegalArgumentException("there must be at least one policy");
    }
    this.policies = List.of(policies);
  }

  @Override
  public Recommendation recommend(Situation situation) {
    List<Recommendation> all =
        policies.stream().map(policy -> policy.recommend(situation)).toList();
    int replicas = 0;
    boolean freeze = false;
    Instant until = situation.state().time();
    List<String> advice = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Recommendation one : all) {
      replicas = Math.max(replicas, one.replicas());
      freeze |= one.freeze();
      until = one.until().isAfter(until) ? one.until() : until;
      advice.addAll(one.advice());
      one.reasons().forEach(reason -> reasons.add(one.policy() + ": " + reason));
    }
    int frozen = freeze ? situation.range().clamp(situation.state().desired()) : 0;
    return new Recommendation(
        all.stream().map(Recommendation::policy).collect(Collectors.joining("+")),
        Math.max(replicas, frozen),
        freeze,
        until,
        advice,
        reasons,
        all.stream().flatMap(one -> one.growth().stream()).findFirst(),
        all.stream().flatMap(one -> one.incidents().stream()).collect(Collectors.toSet()));
  }
}
