package io.mild.benchmarks.firstday;

import com.amazon.randomcutforest.RandomCutForest;
import io.mild.data.KpiHistory;

/** Anomaly scores of random-cut-forest, with its defaults but for a seed, that learns on. */
public final class ForestScores {
  private static final long SEED = 42;

  private ForestScores() {}

  /** The score of each row from one on; those before are learned, too. */
  public static double[] of(KpiHistory rows, int from) {
    RandomCutForest forest =
        RandomCutForest.builder()
            .dimensions(rows.kpis().size())
            .randomSeed(SEED)
            .parallelExecutionEnabled(false)
            .build();
    double[] row = new double[rows.kpis().size()];
    float[] point = new float[row.length];
    double[] scores = new double[rows.rows() - from];
    for (int i = 0; i < rows.rows(); i++) {
      rows.copyRow(i, row);
      for (int kpi = 0; kpi < row.length; kpi++) {
        point[kpi] = (float) row[kpi];
      }
      if (i >= from) {
        scores[i - from] = forest.getAnomalyScore(point);
      }
      forest.update(point);
    }
    return scores;
  }
}
