package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OrdinalHorizonsTest {
  private static final OrdinalHorizons THREE = minutes(120, 60, 30);

  /** σ(0) = ½: ½, ¼, ⅛ within 120, 60, 30 minutes. */
  @Test
  void eachHorizonHalvesAtALogitOfZero() {
    double[] zero = {0, 0, 0};
    assertThat(THREE.probabilities(zero)).containsExactly(0.5, 0.25, 0.125);
    assertThat(THREE.bins(zero)).containsExactly(0.125, 0.125, 0.25, 0.5);
  }

  @Property
  void horizonsNeverContradictEachOtherAndBinsAreTheirDifferences(
      @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = -40, max = 40) Double> drawn) {
    double[] logits = drawn.stream().mapToDouble(Double::doubleValue).toArray();
    OrdinalHorizons horizons =
        minutes(IntStream.range(0, logits.length).map(i -> 120 - 10 * i).toArray());
    double[] within = horizons.probabilities(logits);
    double[] bins = horizons.bins(logits);

    assertThat(Arrays.stream(bins).sum()).isCloseTo(1, within(1e-12));
    assertThat(bins).hasSize(logits.length + 1);
    double sum = 0;
    for (int bin = 0; bin < logits.length; bin++) {
      assertThat(bins[bin]).isNotNegative();
      sum += bins[bin];
      assertThat(within[logits.length - 1 - bin]).isCloseTo(sum, within(1e-12));
    }
    for (int i = 1; i < within.length; i++) {
      assertThat(within[i]).isLessThanOrEqualTo(within[i - 1]);
    }
  }

  @Test
  void aTimeIsInTheBinOfTheShortestHorizonThatHoldsIt() {
    assertThat(
            Arrays.stream(new double[] {0.1, 30, 30.1, 60, 119, 120, 121, 1e9})
                .mapToInt(THREE::binOf))
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> minutes(60, 60))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT1H");
    assertThatThrownBy(() -> minutes()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> THREE.bins(new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2");
    assertThatThrownBy(() -> THREE.probabilities(new double[] {0, Double.NaN, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> THREE.binOf(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0");
  }

  private static OrdinalHorizons minutes(int... minutes) {
    return new OrdinalHorizons(Arrays.stream(minutes).mapToObj(Duration::ofMinutes).toList());
  }
}
