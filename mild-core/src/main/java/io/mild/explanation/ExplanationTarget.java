package io.mild.explanation;

/** What an explanation is of. */
public enum ExplanationTarget {
  /** The risk of the longest horizon, calibrated and before smoothing, 0 to 1. */
  RISK("risk"),
  /**
   * Its log-odds, {@code ln(p / (1 − p))}: contributions that would be lost near 0 and 1 are seen.
   */
  LOG_ODDS("log-odds of risk"),
  /** The probability that the intent is the root cause, calibrated and before smoothing, 0 to 1. */
  ROOT_CAUSE("root-cause probability");

  private final String text;

  ExplanationTarget(String text) {
    this.text = text;
  }

  /** In words, such as {@code risk}. */
  @Override
  public String toString() {
    return text;
  }
}
