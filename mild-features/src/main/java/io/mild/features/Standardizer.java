package io.mild.features;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;

/**
 * Scales features to zero mean and unit deviation, as they had over the rows it was fitted on.
 *
 * <p>{@code z = (x - mean) / deviation}, clipped to ±{@value #CLIP}. NaN (nothing known) becomes 0,
 * the mean. A feature that was constant (deviation 0) is always 0, whatever its value: what a
 * change of it means was not to be learned, and there is no scale to call it small or large by.
 *
 * <p>Immutable and thread-safe.
 */
public final class Standardizer {
  /** Standardized features lie within ± this many deviations. */
  public static final float CLIP = 10;

  /**
   * A deviation this small against the mean is what rounding leaves of a constant (it is some 1e-16
   * an operation) and no scale to divide by.
   */
  private static final double CONSTANT = 1e-9;

  private final double[] mean;
  private final double[] deviation;

  /**
   * A standardizer of known scales.
   *
   * @param mean {@code [features]}, finite; copied
   * @param deviation {@code [features]}, finite, 0 for a constant feature, never negative; copied
   * @throws IllegalArgumentException if the lengths differ or a number is out of range
   */
  public Standardizer(double[] mean, double[] deviation) {
    if (mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "there must be as many means as deviations, but there are %d and %d"
              .formatted(mean.length, deviation.length));
    }
    this.mean = mean.clone();
    this.deviation = deviation.clone();
    for (int i = 0; i < mean.length; i++) {
      if (!Double.isFinite(this.mean[i])) {
        throw new IllegalArgumentException(
            "the mean of feature %d must be finite, but was %s".formatted(i, this.mean[i]));
      }
      if (!Double.isFinite(this.deviation[i]) || this.deviation[i] < 0) {
        throw new IllegalArgumentException(
            "the deviation of feature %d must be finite and not negative, but was %s"
                .formatted(i, this.deviation[i]));
      }
    }
  }

  /**
   * Fits to all rows of a matrix; see {@link #fit(Iterable)}.
   *
   * @param rows {@code [rows][features]}
   * @throws IllegalArgumentException if there is no row, rows differ in length, or a mean or
   *     deviation overflows
   */
  public static Standardizer fit(double[][] rows) {
    return fit(Arrays.asList(rows));
  }

  /**
   * Fits mean and population standard deviation of each feature over the rows in which it is not
   * NaN, in one pass, without loss of accuracy by a large mean (Welford 1962).
   *
   * <p>A feature with a deviation below 1e-9 of its mean counts as constant, and so does one that
   * is NaN in all rows.
   *
   * @param rows each of length {@code [features]}; they may share one array that is overwritten
   *     from row to row
   * @throws IllegalArgumentException if there is no row, rows differ in length, or a mean or
   *     deviation overflows
   */
  public static Standardizer fit(Iterable<double[]> rows) {
    Iterator<double[]> iterator = rows.iterator();
    if (!iterator.hasNext()) {
      throw new IllegalArgumentException("there must be at least one row to fit to, but is none");
    }
    double[] row = iterator.next();
    int features = row.length;
    Moments moments = new Moments(1, features);
    moments.add(0, row, 0);
    while (iterator.hasNext()) {
      row = iterator.next();
      requireLength(row.length, features);
      moments.add(0, row, 0);
    }
    double[] mean = new double[features];
    double[] deviation = new double[features];
    for (int i = 0; i < features; i++) {
      if (moments.count(0, i) > 0) {
        mean[i] = moments.mean(0, i);
        double spread = moments.deviation(0, i);
        deviation[i] = spread < CONSTANT * Math.abs(mean[i]) ? 0 : spread;
      }
    }
    return new Standardizer(mean, deviation);
  }

  /**
   * The same, with those features constant, too, that tell of nothing but rounding of their KPI's
   * values: the rolling deviation of a KPI that is constant but for its last digits is noise, and
   * with a deviation like that of such noise the least movement would be a sensation.
   *
   * <p>Of windows, a feature in its KPI's unit with a deviation below 1e-9 of the KPI's own mean is
   * constant. Residuals have units of their own, in which a constant KPI is 0.
   *
   * @param features what it was fitted to
   */
  public Standardizer withoutRounding(FeatureSet features) {
    double[] kept = deviation.clone();
    for (int i = 0; i < kept.length && features instanceof FeatureSpec; i++) {
      if (kept[i] < CONSTANT * Math.abs(mean[features.kpiOf(i)])) { // KPIs are the first features
        kept[i] = 0;
      }
    }
    return new Standardizer(mean, kept);
  }

  /**
   * Standardizes one row.
   *
   * @param features {@code [features]}, NaN where nothing is known
   * @param standardized {@code [features]}, overwritten; within ±{@value #CLIP}, never NaN
   * @throws IllegalArgumentException if {@code features} has the wrong length
   * @throws IndexOutOfBoundsException if {@code standardized} is too short
   */
  public void apply(double[] features, float[] standardized) {
    apply(features, standardized, 0);
  }

  /**
   * Standardizes one row into a part of an array, such as a row of a flat matrix.
   *
   * @param features {@code [features]}, NaN where nothing is known
   * @param standardized overwritten from {@code offset} on, as many as there are features; within
   *     ±{@value #CLIP}, never NaN
   * @param offset where the first goes
   * @throws IllegalArgumentException if {@code features} has the wrong length
   * @throws IndexOutOfBoundsException if {@code standardized} is too short
   */
  public void apply(double[] features, float[] standardized, int offset) {
    requireLength(features.length, mean.length);
    Objects.checkFromIndexSize(offset, mean.length, standardized.length);
    for (int i = 0; i < mean.length; i++) {
      standardized[offset + i] = standardize(features[i], mean[i], deviation[i]);
    }
  }

  /** Mean of each feature, {@code [features]}; a copy. */
  public double[] mean() {
    return mean.clone();
  }

  /** Deviation of each feature, {@code [features]}, 0 for a constant one; a copy. */
  public double[] deviation() {
    return deviation.clone();
  }

  private static float standardize(double value, double mean, double deviation) {
    if (deviation == 0 || Double.isNaN(value)) {
      return 0;
    }
    return Math.max(-CLIP, Math.min(CLIP, (float) ((value - mean) / deviation)));
  }

  private static void requireLength(int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          "a row must have %d features, but had %d".formatted(expected, length));
    }
  }
}
