package io.mild.alerting;

import java.util.List;

/**
 * What is named as the root cause of an incident.
 *
 * @param candidates the named intent alone where it is probable enough; else the named one and then
 *     the most probable of the others
 * @param probability calibrated, that the named intent is the root
 */
public record Verdict(List<Integer> candidates, double probability) {
  /** 0.8: a named intent less probable than that is one of two candidates. */
  public static final double AMBIGUOUS_BELOW = 0.8;

  /**
   * A verdict.
   *
   * @throws IllegalArgumentException if there are not one or two candidates, or {@code probability}
   *     is none
   */
  public Verdict {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty() || candidates.size() > 2) {
      throw new IllegalArgumentException("candidates must be one or two, but were " + candidates);
    }
    if (!Alerter.isProbability(probability)) {
      throw new IllegalArgumentException("probability must be 0 to 1, but was " + probability);
    }
  }

  /** The named intent. */
  public int rootIntent() {
    return candidates.get(0);
  }

  /** Whether a second intent may be the root as well. */
  public boolean isAmbiguous() {
    return candidates.size() > 1;
  }
}
