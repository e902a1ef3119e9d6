package io.mild.scaling.forecast;

import java.util.Arrays;

/**
 * The latest errors of a method at its lead, and those of expecting no change at the same times.
 */
final class LeadErrors {
  private final double[] residuals; // actual − predicted
  private final double[] changes; // actual − the latest value when it was predicted
  private int count;

  LeadErrors(int memory) {
    this.residuals = new double[memory];
    this.changes = new double[memory];
  }

  void add(double residual, double change) {
    residuals[count % residuals.length] = residual;
    changes[count % residuals.length] = change;
    count++;
  }

  /** How many are remembered. */
  int size() {
    return Math.min(count, residuals.length);
  }

  /** 1 − mean absolute error / that of persistence; above 0 where the method is better. */
  double skill() {
    double error = meanAbsolute(residuals);
    double persistence = meanAbsolute(changes);
    return persistence == 0 ? (error == 0 ? 0 : Double.NEGATIVE_INFINITY) : 1 - error / persistence;
  }

  /** Quantiles of the residuals at ascending levels: of n, the ⌈level · (n + 1)⌉-th smallest. */
  double[] quantiles(double[] levels) {
    double[] sorted = Arrays.copyOf(residuals, size());
    Arrays.sort(sorted);
    double[] quantiles = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      int rank = (int) Math.ceil(levels[i] * (sorted.length + 1));
      quantiles[i] = sorted[Math.max(1, Math.min(sorted.length, rank)) - 1];
    }
    return quantiles;
  }

  private double meanAbsolute(double[] errors) {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += Math.abs(errors[i]);
    }
    return sum / size();
  }
}
