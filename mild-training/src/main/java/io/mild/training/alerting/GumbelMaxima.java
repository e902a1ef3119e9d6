package io.mild.training.alerting;

import java.util.Arrays;

/**
 * A Gumbel distribution of the maxima of equal stretches: how high they go more rarely than any of
 * these did. Fitted by L-moments (Hosking, 1990), which a few maxima suffice for.
 *
 * @param location its mode
 * @param scale above 0
 */
public record GumbelMaxima(double location, double scale) {
  private static final double EULER = 0.5772156649015329;

  /**
   * Fits.
   *
   * @param maxima at least two, not all the same
   * @throws IllegalArgumentException if there are fewer, or they are the same
   */
  public static GumbelMaxima of(double[] maxima) {
    double[] sorted = maxima.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    if (n < 2 || sorted[0] == sorted[n - 1]) {
      throw new IllegalArgumentException(
          "maxima must be at least two, not all the same, but were " + Arrays.toString(sorted));
    }
    double mean = 0;
    double weighted = 0;
    for (int i = 0; i < n; i++) {
      mean += sorted[i] / n;
      weighted += sorted[i] * i / ((double) n * (n - 1));
    }
    double scale = (2 * weighted - mean) / Math.log(2);
    return new GumbelMaxima(mean - EULER * scale, scale);
  }

  /**
   * What a maximum exceeds with a probability.
   *
   * @param probability above 0 and below 1
   */
  public double exceededWith(double probability) {
    return location - scale * Math.log(-Math.log1p(-probability));
  }
}
