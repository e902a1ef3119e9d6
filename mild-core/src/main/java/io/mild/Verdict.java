package io.mild;

import io.mild.report.Preset;
import java.util.List;

/**
 * What is named as the root cause, or as the root causes.
 *
 * <p>Within an incident another intent is named only when it clearly leads, so that verdicts seldom
 * flip ({@link Preset#PAPER}: each row names the intent of the highest gate).
 *
 * <p>A model of multiple root causes names the most probable intent and all others whose
 * probability is at least 1/2. Those are root causes together, {@code api and telemetry}; an
 * ambiguity is one of two, {@code api or telemetry}. Within an incident, an intent joins and leaves
 * the named ones only when its probability is clearly above or below 1/2.
 *
 * @param rootCauses the named intents: the leading one first, then by falling probability; one
 *     alone unless the model is of multiple root causes
 * @param candidates the root causes; where one alone is named that is not probable enough, below
 *     0.8, after it the most probable of the others, of multiple root causes only if that one's
 *     probability is above 0.2
 * @param probability that the leading intent is a root cause, 0 to 1; calibrated on incidents of
 *     the history ({@link Preset#PAPER}: the gate's own)
 */
public record Verdict(List<String> rootCauses, List<String> candidates, double probability) {
  /** Copies the lists. */
  public Verdict {
    rootCauses = List.copyOf(rootCauses);
    candidates = List.copyOf(candidates);
  }

  /**
   * A verdict that names one intent.
   *
   * @param candidates the named intent and, if that is ambiguous, another
   * @param probability that the named intent is the root cause, 0 to 1
   */
  public Verdict(List<String> candidates, double probability) {
    this(candidates.subList(0, 1), candidates, probability);
  }

  /** The named intent, of several the leading one. */
  public String rootCause() {
    return rootCauses.get(0);
  }

  /** Whether another intent may be the root cause in place of the named one. */
  public boolean isAmbiguous() {
    return candidates.size() > rootCauses.size();
  }

  /** Such as {@code api}, {@code api and telemetry} or {@code ambiguous: api or telemetry}. */
  @Override
  public String toString() {
    return isAmbiguous()
        ? "ambiguous: " + String.join(" or ", candidates)
        : String.join(" and ", rootCauses);
  }
}
