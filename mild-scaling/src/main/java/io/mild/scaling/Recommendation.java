package io.mild.scaling;

import java.time.Instant;
import java.util.List;

/**
 * What a policy would do, and why.
 *
 * @param policy who says it, such as {@code hpa}
 * @param replicas the service should have at least, within its range
 * @param freeze whether it must not lose replicas
 * @param until how long both hold, if nothing else is said before; the state's own time where the
 *     policy is going to be asked again anyway
 * @param advice what an operator should do that scaling can't, a sentence each
 * @param reasons of all of it, a sentence each
 */
public record Recommendation(
    String policy,
    int replicas,
    boolean freeze,
    Instant until,
    List<String> advice,
    List<String> reasons) {
  /** Copies the lists. */
  public Recommendation {
    advice = List.copyOf(advice);
    reasons = List.copyOf(reasons);
  }

  /** So many replicas, without freeze and advice. */
  public static Recommendation of(String policy, Instant until, int replicas, String... reasons) {
    return new Recommendation(policy, replicas, false, until, List.of(), List.of(reasons));
  }
}
