package io.mild.scaling;

/**
 * Quantiles of a service's response time in milliseconds; NaN where they are not known.
 *
 * @param p50 the median
 * @param p95 the 95 % quantile
 * @param p99 the 99 % quantile
 */
public record Latency(double p50, double p95, double p99) {
  /** Not known. */
  public static final Latency UNKNOWN = new Latency(Double.NaN, Double.NaN, Double.NaN);

  boolean isKnown() {
    return !Double.isNaN(p50) && !Double.isNaN(p95) && !Double.isNaN(p99);
  }
}
