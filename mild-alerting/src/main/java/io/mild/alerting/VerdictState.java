package io.mild.alerting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a {@link RootCauseVerdict} stood at in one minute, which stays true when that goes on.
 * Immutable.
 *
 * @see RootCauseVerdict#state()
 */
public final class VerdictState {
  private final VerdictPolicy policy;
  private final double[] smoothedLogGates; // [intent]
  private final int leading;
  private final boolean[] probable; // [intent], empty where one is named

  VerdictState(VerdictPolicy policy, double[] smoothedLogGates, int leading, boolean[] probable) {
    this.policy = policy;
    this.smoothedLogGates = smoothedLogGates;
    this.leading = leading;
    this.probable = probable;
  }

  /** The probability of each intent's being the root, as a new array. */
  public double[] probabilities() {
    return policy.probabilities(smoothedLogGates);
  }

  /** What was named. */
  public RootCauseRanking verdict() {
    double[] probabilities = probabilities();
    double probability = Math.min(probabilities[leading], 1); // a sum's rounding
    Comparator<Integer> falling = Comparator.comparingDouble(intent -> -probabilities[intent]);
    List<Integer> roots =
        IntStream.range(0, probabilities.length)
            .filter(this::isNamed)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(i -> i == leading ? 0 : 1).thenComparing(falling))
            .toList();
    List<Integer> candidates = new ArrayList<>(roots);
    if (roots.size() == 1 && probability < RootCauseRanking.AMBIGUOUS_BELOW) {
      IntStream.range(0, probabilities.length)
          .filter(intent -> intent != leading && mayBe(probabilities[intent]))
          .boxed()
          .min(falling)
          .ifPresent(candidates::add);
    }
    return new RootCauseRanking(roots, candidates, probability);
  }

  /** The intent that is named, of several the leading one. */
  public int leading() {
    return leading;
  }

  /** Whether an intent is named as a root. */
  public boolean isNamed(int intent) {
    return intent == leading || probable.length > 0 && probable[intent];
  }

  /** Of one root somebody must be it; of many an intent may be surely none. */
  private boolean mayBe(double probability) {
    return !policy.multipleRoots() || probability > 1 - RootCauseRanking.AMBIGUOUS_BELOW;
  }
}
