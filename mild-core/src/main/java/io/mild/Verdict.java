package io.mild;

import java.util.List;

/**
 * What is named as the root cause.
 *
 * <p>Within an incident another intent is named only when it clearly leads, so that verdicts seldom
 * flip ({@link Preset#PAPER}: each row names the intent of the highest gate).
 *
 * @param candidates the named intent alone where it is probable enough, 0.8 and more; else the
 *     named one and then the most probable of the others
 * @param probability that the named intent is the root cause, 0 to 1; calibrated on incidents of
 *     the history ({@link Preset#PAPER}: the gate's own)
 */
public record Verdict(List<String> candidates, double probability) {
  /** Copies the list. */
  public Verdict {
    candidates = List.copyOf(candidates);
  }

  /** The named intent. */
  public String rootCause() {
    return candidates.get(0);
  }

  /** Whether a second intent may be the root cause as well. */
  public boolean isAmbiguous() {
    return candidates.size() > 1;
  }

  /** Such as {@code api} or {@code ambiguous: api or telemetry}. */
  @Override
  public String toString() {
    return isAmbiguous() ? "ambiguous: " + String.join(" or ", candidates) : rootCause();
  }
}
