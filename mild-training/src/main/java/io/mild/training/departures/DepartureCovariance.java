package io.mild.training.departures;

import io.mild.moe.DepartureShape;
import io.mild.moe.Mahalanobis;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * How departures of healthy rows usually go together: of each span the second moments of {@code
 * sign(x) · log(1 + |x|)} about 0, for a KPI at its level has not departed.
 */
final class DepartureCovariance {
  /**
   * Of the mean variance, added to all: directions that a few correlated rows leave out are not
   * empty (Ledoit and Wolf 2004, with a fixed share).
   */
  private static final double SHRINKAGE = 0.1;

  /** What has no variance at all is not divided by. */
  private static final double LEAST_VARIANCE = 1e-9;

  private final int kpis;
  private final double[][][] sums; // [span][kpi][kpi up to it]
  private int rows;

  DepartureCovariance(DepartureShape shape) {
    this.kpis = shape.kpis();
    this.sums = new double[shape.spans()][kpis][];
    for (double[][] ofSpan : sums) {
      for (int i = 0; i < kpis; i++) {
        ofSpan[i] = new double[i + 1];
      }
    }
  }

  /**
   * Takes a healthy row.
   *
   * @param logs of its departures, {@code [span × kpi]}
   */
  void add(double[] logs) {
    int at = 0;
    for (double[][] ofSpan : sums) {
      for (int i = 0; i < kpis; i++) {
        double[] its = ofSpan[i];
        double value = logs[at + i];
        for (int j = 0; j <= i; j++) {
          its[j] += value * logs[at + j];
        }
      }
      at += kpis;
    }
    rows++;
  }

  /**
   * Distances by the inverse of a span's covariance.
   *
   * @param ridge whose square is added to the variances
   */
  Mahalanobis distance(int span, double ridge) {
    double[][] its = sums[span];
    double n = Math.max(1, rows);
    double mean = 0;
    for (int i = 0; i < kpis; i++) {
      mean += its[i][i] / n / kpis;
    }
    RealMatrix covariance = MatrixUtils.createRealMatrix(kpis, kpis);
    for (int i = 0; i < kpis; i++) {
      for (int j = 0; j < i; j++) {
        double shrunk = (1 - SHRINKAGE) * its[i][j] / n;
        covariance.setEntry(i, j, shrunk);
        covariance.setEntry(j, i, shrunk);
      }
      covariance.setEntry(
          i,
          i,
          (1 - SHRINKAGE) * its[i][i] / n + SHRINKAGE * mean + ridge * ridge + LEAST_VARIANCE);
    }
    DecompositionSolver solver =
        new LUDecomposition(new CholeskyDecomposition(covariance).getL()).getSolver();
    RealMatrix inverse = solver.getInverse();
    float[] whitening = new float[kpis * kpis];
    for (int i = 0; i < kpis; i++) {
      for (int j = 0; j <= i; j++) {
        whitening[i * kpis + j] = (float) inverse.getEntry(i, j);
      }
    }
    return new Mahalanobis(new float[kpis], whitening);
  }
}
