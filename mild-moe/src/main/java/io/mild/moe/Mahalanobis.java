package io.mild.moe;

import java.util.Arrays;

/**
 * How far a row is from usual, all KPIs together: {@code d = ‖W (x − μ)‖}, where {@code WᵀW} is the
 * inverse of the covariance of usual rows. What moves together in usual rows is near, what parts
 * company is far.
 *
 * <p>Immutable.
 */
public final class Mahalanobis {
  private final float[] mean;
  private final float[] whitening;

  /** Above the diagonal all is 0, as in the inverse of a Cholesky factor. */
  private final boolean lower;

  /**
   * Of known rows.
   *
   * @param mean μ, {@code [kpis]}
   * @param whitening W, {@code [kpis × kpis]}, row after row
   * @throws IllegalArgumentException if there is no KPI, W is not square of as many, or a value is
   *     not finite
   */
  public Mahalanobis(float[] mean, float[] whitening) {
    if (mean.length == 0 || whitening.length != Math.multiplyExact(mean.length, mean.length)) {
      throw new IllegalArgumentException(
          "whitening must be square, of as many KPIs as there are means, at least 1, but there are"
              + " %d values and %d means".formatted(whitening.length, mean.length));
    }
    for (float[] values : new float[][] {mean, whitening}) {
      for (float value : values) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "means and whitening must be finite, but hold " + value);
        }
      }
    }
    this.mean = mean.clone();
    this.whitening = whitening.clone();
    this.lower = isLower(mean.length, whitening);
  }

  private static boolean isLower(int kpis, float[] whitening) {
    for (int row = 0; row < kpis; row++) {
      for (int kpi = row + 1; kpi < kpis; kpi++) {
        if (whitening[row * kpis + kpi] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** The number of KPIs. */
  public int kpis() {
    return mean.length;
  }

  /** μ, {@code [kpis]}. */
  public float[] mean() {
    return mean.clone();
  }

  /** W, {@code [kpis × kpis]}, row after row. */
  public float[] whitening() {
    return whitening.clone();
  }

  /**
   * d of a row.
   *
   * @param x the row's values from {@code offset}
   * @param offset where they begin
   */
  public double distance(float[] x, int offset) {
    double squares = 0;
    for (int row = 0; row < mean.length; row++) {
      double sum = 0;
      int at = row * mean.length;
      for (int kpi = 0; kpi < columns(row); kpi++) {
        sum += whitening[at + kpi] * ((double) x[offset + kpi] - mean[kpi]);
      }
      squares += sum * sum;
    }
    return Math.sqrt(squares);
  }

  /**
   * d of a row.
   *
   * @param x the row's values from {@code offset}
   * @param offset where they begin
   */
  public double distance(double[] x, int offset) {
    double squares = 0;
    for (int row = 0; row < mean.length; row++) {
      double sum = 0;
      int at = row * mean.length;
      for (int kpi = 0; kpi < columns(row); kpi++) {
        sum += whitening[at + kpi] * (x[offset + kpi] - mean[kpi]);
      }
      squares += sum * sum;
    }
    return Math.sqrt(squares);
  }

  /** How many of W's values in a row may be other than 0. */
  private int columns(int row) {
    return lower ? row + 1 : mean.length;
  }

  /** No row within ±{@code limit} is further. */
  double largest(double limit) {
    double squares = 0;
    for (int row = 0, at = 0; row < mean.length; row++) {
      double sum = 0;
      for (int kpi = 0; kpi < mean.length; kpi++, at++) {
        sum += Math.abs(whitening[at]) * (limit + Math.abs(mean[kpi]));
      }
      squares += sum * sum;
    }
    return Math.sqrt(squares);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mahalanobis that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(whitening, that.whitening);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(whitening);
  }

  @Override
  public String toString() {
    return "Mahalanobis[kpis=" + mean.length + "]";
  }
}
