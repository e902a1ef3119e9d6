package io.mild.training.firstday;

import io.mild.moe.FirstDayModel.Unusual;
import io.mild.moe.GoalBounds;
import io.mild.moe.Mahalanobis;
import io.mild.training.alerting.Quantiles;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * How far healthy rows are from one another: the mean and the covariance of all KPIs, which is
 * shrunk towards its diagonal.
 *
 * <p>What is far is told of distances in blocks of rows that were left out: neighbouring rows are
 * alike, and a few hours of them seem nearer to their own mean than the next hours will be.
 */
final class UsualDistances {
  private static final int BLOCKS = 8;
  private static final double SHRINKAGE = 0.01;
  private static final double MEDIAN = 0.5;
  private static final double FAR = 0.95;

  /** Of constant KPIs all deviations are 0; below, they are rounding. */
  private static final double CONSTANT = 1e-12;

  private static final double LEAST_SPREAD = 1e-6;

  private final float[] rows;
  private final int width;
  private final int kpis;
  private final boolean[] healthy;

  /**
   * @param rows features, {@code [rows × width]}, of which the first are of the KPIs
   * @param healthy which rows are usual
   */
  UsualDistances(float[] rows, int width, int kpis, boolean[] healthy) {
    this.rows = rows;
    this.width = width;
    this.kpis = kpis;
    this.healthy = healthy;
  }

  /** Of all healthy rows. */
  Mahalanobis ofAll() {
    return fit(row -> true);
  }

  /** Of all healthy rows but those of a block and so many beside it. */
  Mahalanobis without(Block block, int purgedRows) {
    return fit(row -> row < block.from - purgedRows || row >= block.until + purgedRows);
  }

  /**
   * Rows that follow one another.
   *
   * @param from the first
   * @param until the one after the last
   */
  record Block(int from, int until) {}

  /** All rows in eighths. */
  static List<Block> blocks(int rows) {
    return IntStream.range(0, BLOCKS)
        .mapToObj(
            i -> new Block((int) ((long) i * rows / BLOCKS), (int) ((i + 1L) * rows / BLOCKS)))
        .toList();
  }

  /**
   * What distances are worth, by those of healthy rows that were left out.
   *
   * @param leftOut distances by block
   */
  Unusual worth(List<Block> blocks, List<Mahalanobis> leftOut) {
    double[] usual =
        IntStream.range(0, blocks.size())
            .boxed()
            .flatMapToDouble(i -> distances(blocks.get(i), leftOut.get(i)))
            .sorted()
            .toArray();
    double median = Quantiles.of(usual, MEDIAN);
    double spread = Math.max(LEAST_SPREAD, Quantiles.of(usual, FAR) - median);
    return new Unusual(ofAll(), median, spread, GoalBounds.SOFTNESS);
  }

  private DoubleStream distances(Block block, Mahalanobis usual) {
    return IntStream.range(block.from, block.until)
        .filter(row -> healthy[row])
        .mapToDouble(row -> usual.distance(rows, row * width));
  }

  private Mahalanobis fit(IntPredicate chosen) {
    double[][] usual =
        IntStream.range(0, healthy.length)
            .filter(row -> healthy[row] && chosen.test(row))
            .mapToObj(this::row)
            .toArray(double[][]::new);
    float[] mean = new float[kpis];
    for (int kpi = 0; kpi < kpis; kpi++) {
      int at = kpi;
      mean[kpi] = (float) Arrays.stream(usual).mapToDouble(row -> row[at]).average().orElse(0);
    }
    return new Mahalanobis(mean, usual.length < 2 ? new float[kpis * kpis] : whitening(usual));
  }

  private double[] row(int row) {
    double[] values = new double[kpis];
    for (int kpi = 0; kpi < kpis; kpi++) {
      values[kpi] = rows[row * width + kpi];
    }
    return values;
  }

  /**
   * L⁻¹ of the covariance LLᵀ, by way of the correlations, which shrunk are positive definite on
   * whatever scale a KPI is; a constant KPI has no say.
   */
  private float[] whitening(double[][] usual) {
    RealMatrix covariance =
        kpis == 1 ? variance(usual) : new Covariance(usual, false).getCovarianceMatrix();
    double[] deviation = new double[kpis]; // 0 of a constant
    for (int i = 0; i < kpis; i++) {
      double variance = covariance.getEntry(i, i);
      deviation[i] = variance < CONSTANT ? 0 : Math.sqrt(variance);
    }
    RealMatrix correlation = MatrixUtils.createRealIdentityMatrix(kpis);
    for (int i = 0; i < kpis; i++) {
      for (int j = 0; j < kpis; j++) {
        if (i != j && deviation[i] > 0 && deviation[j] > 0) {
          correlation.setEntry(
              i, j, (1 - SHRINKAGE) * covariance.getEntry(i, j) / (deviation[i] * deviation[j]));
        }
      }
    }
    RealMatrix lower = new CholeskyDecomposition(correlation).getL();
    RealMatrix inverse = new LUDecomposition(lower).getSolver().getInverse();
    float[] whitening = new float[kpis * kpis];
    for (int i = 0; i < kpis; i++) {
      for (int j = 0; j <= i && deviation[i] > 0; j++) {
        whitening[i * kpis + j] =
            deviation[j] > 0 ? (float) (inverse.getEntry(i, j) / deviation[j]) : 0;
      }
    }
    return whitening;
  }

  private static RealMatrix variance(double[][] usual) {
    double mean = Arrays.stream(usual).mapToDouble(row -> row[0]).average().orElse(0);
    double variance =
        Arrays.stream(usual)
            .mapToDouble(row -> (row[0] - mean) * (row[0] - mean))
            .average()
            .orElse(0);
    return MatrixUtils.createRealDiagonalMatrix(new double[] {variance});
  }
}
