package io.mild.benchmarks.firstday;

import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import io.mild.data.KpiHistory;

/** Anomaly scores of random-cut-forest, with its defaults but for a seed, that learns on. */
final class ForestScores {
  private static final long SEED = 42;

  private ForestScores() {}

  /** The score of each row from one on; those before are learned, too. */
  static double[] of(KpiHistory rows, int from) {
    ThresholdedRandomCutForest forest =
        ThresholdedRandomCutForest.builder()
            .dimensions(rows.kpis().size())
            .shingleSize(1)
            .randomSeed(SEED)
            .build();
    double[] row = new double[rows.kpis().size()];
    double[] scores = new double[rows.rows() - from];
    for (int i = 0; i < rows.rows(); i++) {
      rows.copyRow(i, row);
      double score = forest.process(row, rows.time(i).getEpochSecond()).getRCFScore();
      if (i >= from) {
        scores[i - from] = score;
      }
    }
    return scores;
  }
}
