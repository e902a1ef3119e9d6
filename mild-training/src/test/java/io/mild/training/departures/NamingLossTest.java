package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Three intents, of which the one in the middle never failed. */
class NamingLossTest {
  private static final int[] FAILED = {0, 2};
  private static final float[] LEFT = {1, 0, 0};
  private static final float[] RIGHT = {0, 0, 1};

  @Test
  void theGradientIsThatOfTheLoss() {
    SplittableRandom random = new SplittableRandom(1);
    double[][][] shared = new double[7][3][];
    double[][] rows = new double[7][];
    float[][] targets = new float[7][];
    for (int n = 0; n < rows.length; n++) {
      rows[n] = random.doubles(4, -2, 2).toArray();
      Arrays.setAll(shared[n], i -> random.doubles(2, -1, 1).toArray());
      targets[n] = n % 3 == 0 ? new float[] {0.5f, 0, 0.5f} : new float[] {n % 2, 0, 1 - n % 2};
    }
    NamingLoss loss =
        new NamingLoss(
            shared,
            rows,
            targets,
            random.doubles(7).toArray(),
            FAILED,
            new double[] {3, 5},
            new double[] {0.4, -0.2},
            0.7);

    assertThat(loss.size()).isEqualTo(2 + 2 * 5);
    Gradients.assertRight(loss, random.doubles(12, -1, 1).toArray());
    Gradients.assertRight(loss, new double[12]);
  }

  /** Of scores 0 all three are as likely: −ln ⅓ a failure, however many rows it has. */
  @Test
  void withoutWeightsEachIntentIsAsLikely() {
    NamingLoss loss = of(new double[] {0.25, 0.25, 0.5}, new float[][] {LEFT, LEFT, RIGHT});

    assertThat(loss.f(new double[loss.size()])).isCloseTo(Math.log(3), within(1e-12));
  }

  /** Nothing is shared that could tell them apart: what was thought before is thought still. */
  @Test
  void withoutEvidenceSharedWeightsAreWhatTheyAreDrawnTo() {
    NamingLoss loss =
        new NamingLoss(
            new double[1][3][2],
            new double[1][1],
            new float[][] {LEFT},
            new double[] {1},
            FAILED,
            new double[] {3, 5},
            new double[] {1.5, -0.5},
            1);

    assertThat(Arrays.copyOf(loss.least(), 2))
        .containsExactly(new double[] {1.5, -0.5}, within(1e-9));
  }

  /**
   * Rows say nothing, and the two fail alike: whatever both learned, the third is as likely still.
   */
  @Test
  void anIntentThatNeverFailedIsNotSpokenAgainst() {
    double[] least = of(new double[] {1, 1}, new float[][] {LEFT, RIGHT}).least();

    assertThat(least).containsExactly(new double[least.length], within(1e-6));
  }

  /** One row of x = 1: {@code −ln softmax(2v, 0, −2v)₀ + 2v²} is least at v, says scipy. */
  @Test
  void theOneThatFailedIsNamedBeforeTheOneThatNeverDidAndThatBeforeTheOther() {
    double v = 0.307144;

    double[] least = of(new double[] {1}, new float[][] {LEFT}).least();

    // two that are shared, W₀, c₀, W₂ and c₂
    assertThat(least).containsExactly(new double[] {0, 0, v, v, -v, -v}, within(1e-5));
  }

  /** Constant rows and nothing shared; penalties of 1. */
  private static NamingLoss of(double[] weights, float[][] targets) {
    double[][] rows = new double[weights.length][1];
    for (double[] row : rows) {
      row[0] = 1;
    }
    return new NamingLoss(
        new double[weights.length][3][2],
        rows,
        targets,
        weights,
        FAILED,
        new double[] {1, 1},
        new double[2],
        1);
  }
}
