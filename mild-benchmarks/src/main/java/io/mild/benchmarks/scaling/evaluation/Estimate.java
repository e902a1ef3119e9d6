package io.mild.benchmarks.scaling.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A mean over days with its 95 % interval, by Student's t.
 *
 * @param mean over the days that have a value
 * @param halfWidth the interval is the mean ± this; NaN with fewer than two days
 */
public record Estimate(double mean, double halfWidth) {
  private static final double LEVEL = 0.95;

  /** Of one value a day, NaN where there is none. */
  public static Estimate of(double[] values) {
    double[] known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    if (known.length < 2) {
      return new Estimate(known.length == 0 ? Double.NaN : known[0], Double.NaN);
    }
    double t = new TDistribution(known.length - 1).inverseCumulativeProbability((1 + LEVEL) / 2);
    return new Estimate(
        StatUtils.mean(known), t * Math.sqrt(StatUtils.variance(known) / known.length));
  }

  /** Of the differences, day by day. */
  static Estimate ofDifferences(double[] of, double[] minus) {
    double[] differences = new double[of.length];
    for (int i = 0; i < of.length; i++) {
      differences[i] = of[i] - minus[i];
    }
    return of(differences);
  }

  /**
   * The relative change of the mean from one to the other: the ratio of the means less 1. Its
   * interval is that of the linearised ratio (Fieller's to first order), which keeps the pairs.
   * Days without one of the two are left out.
   */
  public static Estimate ofChange(double[] from, double[] to) {
    int[] known =
        IntStream.range(0, from.length)
            .filter(i -> !Double.isNaN(from[i]) && !Double.isNaN(to[i]))
            .toArray();
    double before = Arrays.stream(known).mapToDouble(i -> from[i]).average().orElse(Double.NaN);
    double after = Arrays.stream(known).mapToDouble(i -> to[i]).average().orElse(Double.NaN);
    double ratio = after / before;
    double[] residuals =
        Arrays.stream(known).mapToDouble(i -> (to[i] - ratio * from[i]) / before).toArray();
    return new Estimate(ratio - 1, of(residuals).halfWidth);
  }

  /** In another unit. */
  public Estimate times(double factor) {
    return new Estimate(factor * mean, Math.abs(factor) * halfWidth);
  }

  double low() {
    return mean - halfWidth;
  }

  double high() {
    return mean + halfWidth;
  }
}
