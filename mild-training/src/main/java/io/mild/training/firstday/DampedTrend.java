package io.mild.training.firstday;

/**
 * A trend that loses {@value #LOST} of itself over the longest horizon: φ = 0.3^(1/H) a row, 0.99
 * of 120 rows (Gardner and McKenzie, 1985).
 *
 * <p>The trend of a row is the difference of two moving averages over that of their ages; an
 * average of s rows is of an age of (s − 1)/2.
 *
 * @param fastRows span of the fast average
 * @param slowRows span of the slow average, longer
 * @param horizonRows the longest horizon
 */
record DampedTrend(int fastRows, int slowRows, double horizonRows) {
  private static final double LOST = 0.7;

  /** How many times the difference of the averages a KPI goes on within so many rows. */
  double carried(double rows) {
    double damping = Math.pow(1 - LOST, 1 / horizonRows);
    double sum = damping * (1 - Math.pow(damping, rows)) / (1 - damping);
    return sum / ((slowRows - fastRows) / 2.0);
  }
}
