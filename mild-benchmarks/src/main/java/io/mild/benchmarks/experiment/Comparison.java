package io.mild.benchmarks.experiment;

/**
 * One figure of two models on the same failures (docs/benchmark.md §3). Figures of which there is
 * none are NaN, null in JSON.
 *
 * @param metric what is compared
 * @param a the one model
 * @param b the other
 * @param budget whose false positives the thresholds of both limited
 * @param meanA mean of {@code a} over the pairs
 * @param meanB mean of {@code b} over the pairs
 * @param difference {@code meanA - meanB}
 * @param low lower end of the difference's 95 % bootstrap interval
 * @param high its upper end
 * @param p two-sided, of Wilcoxon's signed-rank test on the fold means; NaN if fewer than two folds
 *     differ
 * @param n number of pairs: of failures, or of folds ({@link Metric#isOfFolds})
 */
public record Comparison(
    Metric metric,
    String a,
    String b,
    BudgetKind budget,
    double meanA,
    double meanB,
    double difference,
    double low,
    double high,
    double p,
    int n) {

  /** What is compared. */
  public enum Metric {
    /**
     * Minutes from any intent's first alert to the failure, at most the horizon; 0 if there was
     * none.
     */
    INCIDENT_LEAD,
    /** The same at the threshold that makes one false positive a day on the test block. */
    INCIDENT_LEAD_AT_ONE_PER_DAY,
    /** False positives a day of the incident stream, of a fold: the less the better. */
    FALSE_POSITIVES,
    /** Whether the root intent's own alert went on in time: 1 or 0. */
    DETECTION,
    /**
     * Whether its own alert named the root cause: 1 or 0; of failures where both models alerted.
     */
    ROOT_CAUSE_OWN,
    /** The same of the incident's first alert. */
    ROOT_CAUSE_INCIDENT,
    /** The same in the last minute before the failure. */
    ROOT_CAUSE_FINAL,
    /** Changes of an incident's named root cause: the less the better. */
    FLIPS,
    /** Expected calibration error of a fold: the less the better. */
    ECE,
    /** Brier score of a fold: the less the better. */
    BRIER;

    /** Whether a difference above zero speaks for {@link Comparison#a}. */
    public boolean isMoreBetter() {
      return this != FLIPS && !isOfFolds();
    }

    /** Whether it is a figure of whole folds, not of failures. */
    public boolean isOfFolds() {
      return this == FALSE_POSITIVES || this == ECE || this == BRIER;
    }
  }

  /** Whether the interval leaves out zero. */
  public boolean isSignificant() {
    return low > 0 || high < 0;
  }
}
