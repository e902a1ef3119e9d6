package io.mild.benchmarks.jmh;

import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;

/**
 * The nearest streaming peer: random-cut-forest's anomaly detector on the same KPIs, with its
 * defaults (50 trees of 256 samples) but for a seed. Without shingles, so that it looks at one row
 * where MILD looks hours back: what costs it least.
 */
final class Forest {
  private static final long SEED = 42;

  private final ThresholdedRandomCutForest forest;

  Forest(int kpis) {
    forest =
        ThresholdedRandomCutForest.builder()
            .dimensions(kpis)
            .shingleSize(1)
            .randomSeed(SEED)
            .build();
  }

  AnomalyDescriptor process(EndlessRows rows) {
    rows.advance();
    return forest.process(rows.values(), rows.time().getEpochSecond());
  }
}
