package io.mild.scaling;

import java.util.List;

/**
 * What a policy would do, and why.
 *
 * @param policy who says it, such as {@code hpa}
 * @param replicas the service should have, within its range
 * @param freeze whether it must not lose replicas for now
 * @param advice what an operator should do that scaling can't, a sentence each
 * @param reasons of all of it, a sentence each
 */
public record Recommendation(
    String policy, int replicas, boolean freeze, List<String> advice, List<String> reasons) {
  /** Copies the lists. */
  public Recommendation {
    advice = List.copyOf(advice);
    reasons = List.copyOf(reasons);
  }

  /** So many replicas, and no more than that. */
  public static Recommendation of(String policy, int replicas, String... reasons) {
    return new Recommendation(policy, replicas, false, List.of(), List.of(reasons));
  }
}
