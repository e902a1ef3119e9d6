package io.mild.training.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.alerting.VerdictPolicy;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VerdictFitterTest {
  /** Always a lead of 1, right in 15 of 20: σ(1/T) = ¾, so 1/T = ln 3. */
  @Test
  void theTemperatureMakesTheProbabilityTheShareThatIsRight() {
    double[][] logs = new double[20][];
    Arrays.fill(logs, new double[] {-1, -2});
    int[] roots = new int[20];
    Arrays.fill(roots, 15, 20, 1);
    VerdictPolicy calibration = VerdictFitter.calibrated(VerdictPolicy.STEADY, logs, roots);
    assertThat(calibration.temperature()).isCloseTo(1 / Math.log(3), within(1e-9));
    assertThat(calibration.probabilities(new double[] {-1, -2})[0]).isCloseTo(0.75, within(1e-9));
  }

  /** The least of the log loss on a grid of temperatures 0.001 apart. */
  @Test
  void theTemperatureIsOfLeastLogLoss() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] logs = new double[60][3];
    int[] roots = new int[60];
    for (int i = 0; i < 60; i++) {
      roots[i] = random.nextInt(3);
      for (int k = 0; k < 3; k++) {
        logs[i][k] = 4 * random.nextDouble() + (k == roots[i] ? 1 : 0);
      }
    }
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (double temperature = 0.5; temperature < 15; temperature += 0.001) {
      double loss = 0;
      for (int i = 0; i < 60; i++) {
        double t = temperature;
        double sum = Arrays.stream(logs[i]).map(log -> Math.exp(log / t)).sum();
        loss += Math.log(sum) - logs[i][roots[i]] / t;
      }
      if (loss < least) {
        least = loss;
        best = temperature;
      }
    }
    assertThat(VerdictFitter.calibrated(VerdictPolicy.STEADY, logs, roots).temperature())
        .isCloseTo(best, within(0.001));
  }

  @Test
  void verdictsAlwaysRightOrAlwaysWrongGetTheExtremeTemperatures() {
    double[][] logs = new double[20][];
    Arrays.fill(logs, new double[] {-1, -2});
    int[] wrong = new int[20];
    Arrays.fill(wrong, 1);
    assertThat(VerdictFitter.calibrated(VerdictPolicy.STEADY, logs, new int[20]).temperature())
        .isCloseTo(0.05, within(1e-12));
    assertThat(VerdictFitter.calibrated(VerdictPolicy.STEADY, logs, wrong).temperature())
        .isCloseTo(20, within(1e-12));
  }

  /**
   * Log-odds of 1 and −2, right in 30 of 40 and in 4 of 40: two points that a line goes through.
   */
  @Test
  void ofMultipleRootsProbabilitiesAreTheSharesThatAreRoots() {
    double[][] logOdds = new double[40][];
    boolean[][] roots = new boolean[40][];
    for (int i = 0; i < 40; i++) {
      logOdds[i] = new double[] {1, -2};
      roots[i] = new boolean[] {i < 30, i % 10 == 0};
    }
    VerdictPolicy policy =
        VerdictFitter.calibrated(VerdictPolicy.STEADY.forMultipleRoots(), logOdds, roots);

    // of 34 positives and 46 negatives, Platt's targets: 35/36 and 1/48
    double ofFirst = (30 * 35 / 36.0 + 10 / 48.0) / 40;
    double ofSecond = (4 * 35 / 36.0 + 36 / 48.0) / 40;
    assertThat(policy.probabilities(new double[] {1, -2}))
        .containsExactly(new double[] {ofFirst, ofSecond}, within(1e-6));
    assertThat(policy.reissueLead()).isEqualTo(VerdictPolicy.STEADY.reissueLead());
  }

  /** Then only how many are roots is known: 10 of 40. */
  @Test
  void logOddsThatAreHigherWhereThereIsNoRootGetTheHighestTemperature() {
    double[][] logOdds = new double[20][];
    boolean[][] roots = new boolean[20][];
    for (int i = 0; i < 20; i++) {
      logOdds[i] = new double[] {0.01, -0.01};
      roots[i] = new boolean[] {false, i < 10};
    }
    VerdictPolicy policy =
        VerdictFitter.calibrated(VerdictPolicy.STEADY.forMultipleRoots(), logOdds, roots);

    assertThat(policy.temperature()).isCloseTo(20, within(1e-9));
    double mean = (10 * 11 / 12.0 + 30 / 32.0) / 40;
    assertThat(policy.probabilities(new double[] {0, 0})[0]).isCloseTo(mean, within(1e-3));
  }

  @Test
  void fewSamplesLeaveAPolicyForMultipleRootsAsItIs() {
    VerdictPolicy policy = VerdictPolicy.STEADY.forMultipleRoots();
    assertThat(VerdictFitter.calibrated(policy, new double[19][2], new boolean[19][2]))
        .isEqualTo(policy);
  }

  @Test
  void fewSamplesLeaveThePolicyAsItIs() {
    assertThat(VerdictFitter.calibrated(VerdictPolicy.STEADY, new double[19][2], new int[19]))
        .isEqualTo(VerdictPolicy.STEADY);
  }

  @Test
  void badInputIsRefused() {
    VerdictPolicy multiple = VerdictPolicy.STEADY.forMultipleRoots();
    assertThatThrownBy(
            () ->
                VerdictFitter.calibrated(VerdictPolicy.STEADY, new double[2][2], new int[] {0, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample 1")
        .hasMessageContaining("but was 2");
    assertThatThrownBy(
            () -> VerdictFitter.calibrated(multiple, new double[2][2], new boolean[2][3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample 0")
        .hasMessageContaining("3");
    assertThatThrownBy(
            () -> VerdictFitter.calibrated(multiple, new double[2][2], new boolean[1][2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1");
    assertThatThrownBy(() -> VerdictFitter.calibrated(multiple, new double[20][2], new int[20]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> VerdictFitter.calibrated(VerdictPolicy.STEADY, new double[2][2], new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3");
  }
}
