package io.mild.explain;

/**
 * A risk function whose first step is sums over the features, such as a network's first layer:
 * where a few features change, so do the sums by what these add, and the rest of the row need not
 * be summed again.
 */
public interface LayeredRisk extends RiskFunction {
  /**
   * What each sum is made of.
   *
   * @return {@code [sums][features + 1]}: a weight a feature, and last what is added to all
   */
  float[][] weights();

  /**
   * Scores {@code n} rows from their sums, each for itself: as {@link #score} of the features, but
   * for rounding.
   *
   * @param sums {@code [sums][rows]}, a column a sum; a column may be longer than {@code n}. Not to
   *     be changed or kept: the caller uses it again.
   * @param n number of rows
   * @param risks where the rows' values go, from index 0; may be longer than {@code n}
   */
  void scoreSums(float[][] sums, int n, double[] risks);
}
