package io.mild.training.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
  /**
   * Bins: {0, 0.05} of mean 0.025 and frequency ½; {0.5, 0.5} of ½; {1} of 1. ECE = 2/5 · 0.475 =
   * 0.19. Brier = (0 + 0.95² + ½² + ½² + 0)/5 = 0.2805. Base rate 3/5: 0.6 · 0.4 = 0.24.
   */
  @Test
  void figuresAreThoseWorkedOutByHand() {
    Reliability reliability =
        Reliability.of(
            new double[] {0, 0.05, 0.5, 0.5, 1}, new boolean[] {false, true, true, false, true});
    assertThat(reliability.bins()).hasSize(15);
    assertThat(reliability.bins().get(0)).isEqualTo(new Reliability.Bin(2, 0.025, 0.5));
    assertThat(reliability.bins().get(7)).isEqualTo(new Reliability.Bin(2, 0.5, 0.5));
    assertThat(reliability.bins().get(14)).isEqualTo(new Reliability.Bin(1, 1, 1));
    assertThat(reliability.expectedCalibrationError()).isCloseTo(0.19, within(1e-12));
    assertThat(reliability.brier()).isCloseTo(0.2805, within(1e-12));
    assertThat(reliability.baseRateBrier()).isCloseTo(0.24, within(1e-12));
  }

  @Test
  void anEmptyBinHasNoMeans() {
    Reliability.Bin empty = Reliability.of(new double[] {0}, new boolean[] {false}).bins().get(3);
    assertThat(empty.count()).isZero();
    assertThat(empty.meanRisk()).isNaN();
    assertThat(empty.frequency()).isNaN();
  }

  /**
   * Murphy: with one risk a bin, Brier = Σ n/N (risk − frequency)² + f̄(1 − f̄) − Σ n/N (f − f̄)².
   */
  @Property(tries = 100)
  void theBrierScoreIsMurphysReliabilityLessResolutionPlusUncertainty(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] risks = new double[200];
    boolean[] outcomes = new boolean[200];
    double base = 0;
    for (int i = 0; i < risks.length; i++) {
      risks[i] = (random.nextInt(15) + 0.5) / 15;
      outcomes[i] = random.nextDouble() < 0.3 + risks[i] / 2;
      base += outcomes[i] ? 1 / 200.0 : 0;
    }
    Reliability reliability = Reliability.of(risks, outcomes);
    double murphy = base * (1 - base);
    for (Reliability.Bin bin : reliability.bins()) {
      if (bin.count() > 0) {
        double bias = bin.meanRisk() - bin.frequency();
        double resolution = bin.frequency() - base;
        murphy += bin.count() / 200.0 * (bias * bias - resolution * resolution);
      }
    }
    assertThat(reliability.brier()).isCloseTo(murphy, within(1e-12));
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> Reliability.of(new double[] {1.5}, new boolean[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> Reliability.of(new double[2], new boolean[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3");
    assertThatThrownBy(() -> Reliability.of(new double[0], new boolean[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> Reliability.of(new double[1], new boolean[1], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }
}
