package io.mild.synthetic;

import static java.lang.Math.min;

/** What failures and benign events add to each KPI, in units of its σ. */
final class Deviations {
  private final double[][] sigmas;

  Deviations(int kpis, int minutes) {
    this.sigmas = new double[kpis][minutes];
  }

  /**
   * Adds {@code amplitude·profile} from {@code start} on; what lies past the last minute is cut.
   */
  void add(int kpi, int start, double amplitude, double[] profile) {
    double[] deviation = sigmas[kpi];
    int length = min(profile.length, deviation.length - start);
    for (int i = 0; i < length; i++) {
      deviation[start + i] += amplitude * profile[i];
    }
  }

  /** The deviations of one KPI, {@code [minutes]}; not a copy. */
  double[] of(int kpi) {
    return sigmas[kpi];
  }
}
