package io.mild.training.alerting;

/**
 * Quantiles by linear interpolation between order statistics: type 7 of Hyndman and Fan (1996),
 * which is NumPy's.
 */
public final class Quantiles {
  private Quantiles() {}

  /**
   * A quantile.
   *
   * @param sorted ascending, at least one
   * @param level 0 to 1
   */
  public static double of(double[] sorted, double level) {
    double position = (sorted.length - 1) * level;
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
