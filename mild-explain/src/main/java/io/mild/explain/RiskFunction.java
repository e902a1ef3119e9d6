package io.mild.explain;

/** A function of a row of features, such as a model's risk of one intent, scored in batches. */
@FunctionalInterface
public interface RiskFunction {
  /**
   * Scores {@code n} rows, each for itself.
   *
   * @param rows {@code [n × features]}, row by row; may be longer. Not to be changed or kept: the
   *     caller uses it again.
   * @param n number of rows
   * @param risks where the rows' values go, from index 0; may be longer than {@code n}
   */
  void score(float[] rows, int n, double[] risks);
}
