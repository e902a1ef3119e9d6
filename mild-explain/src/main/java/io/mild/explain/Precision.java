package io.mild.explain;

/**
 * How exact a sampled explanation is to be, and what it may cost.
 *
 * @param standardError sampling stops when no contribution's standard error is above this, in the
 *     unit of what is explained; positive
 * @param maxEvaluations or when the next round would score more rows than this in all; two rounds
 *     are always made, as one says nothing of its error. Features are explained exactly where that
 *     costs no more.
 * @param seed the same seed gives the same numbers
 */
public record Precision(double standardError, int maxEvaluations, long seed) {
  /** A standard error of 0.01, 200,000 rows, seed 42. */
  public static final Precision DEFAULT = new Precision(0.01, 200_000, 42);

  /**
   * A precision.
   *
   * @throws IllegalArgumentException if {@code standardError} is not positive and finite, or {@code
   *     maxEvaluations} is below 1
   */
  public Precision {
    if (!(standardError > 0 && standardError < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "standardError must be positive and finite, but was " + standardError);
    }
    if (maxEvaluations < 1) {
      throw new IllegalArgumentException(
          "maxEvaluations must be at least 1, but was " + maxEvaluations);
    }
  }

  /** The same with another standard error to reach. */
  public Precision withStandardError(double standardError) {
    return new Precision(standardError, maxEvaluations, seed);
  }

  /** The same with another number of rows to score at most. */
  public Precision withMaxEvaluations(int maxEvaluations) {
    return new Precision(standardError, maxEvaluations, seed);
  }

  /** The same with another seed. */
  public Precision withSeed(long seed) {
    return new Precision(standardError, maxEvaluations, seed);
  }
}
