package io.mild.training.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

class QuantilesTest {
  @Property
  void areThoseOfCommonsMath(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 50) int size,
      @ForAll @DoubleRange(min = 0.0001, max = 0.9999) @Scale(4) double level) {
    double[] sorted = new SplittableRandom(seed).doubles(size).sorted().toArray();
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);

    assertThat(Quantiles.of(sorted, level))
        .isCloseTo(percentile.evaluate(sorted, 100 * level), within(1e-12));
  }
}
