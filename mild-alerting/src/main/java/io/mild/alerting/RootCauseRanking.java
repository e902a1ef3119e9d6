package io.mild.alerting;

import java.util.List;

/**
 * What is named as the root cause of an incident, or as its root causes.
 *
 * <p>Several that are named are all roots; of an ambiguity one is named, and another may be the
 * root in its place.
 *
 * @param rootIntents the named intents: the leading one first, then by falling probability; one
 *     unless the policy is for multiple roots
 * @param candidates the named intents and, where one alone is named that is not probable enough,
 *     the most probable of the others
 * @param probability calibrated, that the leading intent is a root
 */
public record RootCauseRanking(
    List<Integer> rootIntents, List<Integer> candidates, double probability) {
  /** 0.8: a named intent less probable than that is one of two candidates. */
  public static final double AMBIGUOUS_BELOW = 0.8;

  /**
   * A ranking.
   *
   * @throws IllegalArgumentException if no intent is named, the candidates are not these and, if
   *     one is named, at most one other, or {@code probability} is none
   */
  public RootCauseRanking {
    rootIntents = List.copyOf(rootIntents);
    candidates = List.copyOf(candidates);
    int others = candidates.size() - rootIntents.size();
    if (rootIntents.isEmpty()
        || others < 0
        || others > (rootIntents.size() == 1 ? 1 : 0)
        || !candidates.subList(0, rootIntents.size()).equals(rootIntents)) {
      throw new IllegalArgumentException(
          "candidates must be the named "
              + rootIntents
              + " and at most one beside a single one, but were "
              + candidates);
    }
    if (!Alerter.isProbability(probability)) {
      throw new IllegalArgumentException("probability must be 0 to 1, but was " + probability);
    }
  }

  /**
   * A ranking that names one.
   *
   * @throws IllegalArgumentException if there are not one or two candidates, or {@code probability}
   *     is none
   */
  public RootCauseRanking(List<Integer> candidates, double probability) {
    this(candidates.subList(0, Math.min(1, candidates.size())), candidates, probability);
  }

  /** The named intent, of several the leading one. */
  public int rootIntent() {
    return rootIntents.get(0);
  }

  /** Whether another intent may be the root in place of the named one. */
  public boolean isAmbiguous() {
    return candidates.size() > rootIntents.size();
  }
}
