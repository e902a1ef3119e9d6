package io.mild.benchmarks.rivals;

import io.mild.training.alerting.Quantiles;
import java.util.Arrays;

/**
 * Features in deviations from their medians, by a scale that a few failures in the rows don't move:
 * the interquartile range over that of the standard normal distribution, but at least 0.3 of the
 * standard deviation of values winsorised at 1 and 99 %, for a KPI that hardly ever leaves its
 * median. A feature that is constant has deviations of 0.
 *
 * @param median of each feature
 * @param scale of each feature; 0 if it is constant
 */
record RobustDeviations(float[] median, float[] scale) {
  private static final double NORMAL_RANGE = 1.349;
  private static final double LEAST_SHARE = 0.3;
  private static final double WINSORISED = 0.01;

  /**
   * Of the first rows of a matrix.
   *
   * @param features row after row, of any linear scale
   */
  static RobustDeviations of(float[] features, int width, int rows) {
    float[] median = new float[width];
    float[] scale = new float[width];
    double[] column = new double[rows];
    for (int j = 0; j < width; j++) {
      for (int row = 0; row < rows; row++) {
        column[row] = features[row * width + j];
      }
      Arrays.sort(column);
      median[j] = (float) Quantiles.of(column, 0.5);
      scale[j] =
          (float)
              Math.max(
                  (Quantiles.of(column, 0.75) - Quantiles.of(column, 0.25)) / NORMAL_RANGE,
                  LEAST_SHARE * winsorised(column));
    }
    return new RobustDeviations(median, scale);
  }

  /** The deviation of a feature. */
  float of(float value, int feature) {
    return scale[feature] == 0 ? 0 : (value - median[feature]) / scale[feature];
  }

  /** All rows in deviations. */
  float[] of(float[] features) {
    float[] deviations = new float[features.length];
    for (int at = 0; at < features.length; at++) {
      deviations[at] = of(features[at], at % median.length);
    }
    return deviations;
  }

  /** The standard deviation of what the outermost values are drawn in to. */
  private static double winsorised(double[] sorted) {
    double low = Quantiles.of(sorted, WINSORISED);
    double high = Quantiles.of(sorted, 1 - WINSORISED);
    double sum = 0;
    double squares = 0;
    for (double value : sorted) {
      double drawnIn = Math.max(low, Math.min(high, value));
      sum += drawnIn;
      squares += drawnIn * drawnIn;
    }
    double mean = sum / sorted.length;
    return Math.sqrt(Math.max(0, squares / sorted.length - mean * mean));
  }
}
