package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DepartureFoldsTest {
  private static final int NONE = DepartureFolds.NONE;

  @Test
  void failuresGoToTheFoldsInTurn() {
    int[] folds = folds(3, 99, healthy(12), rows(0, 2), rows(3, 4), rows(5, 6), rows(8, 10));

    assertThat(folds).containsExactly(0, 0, NONE, 1, NONE, 2, NONE, NONE, 0, 0, NONE, NONE);
  }

  /** Of four intents, each fails in turn, twice: none has both in one fold. */
  @Test
  void noFoldHasAllFailuresOfAnIntentThatFailsInTurn() {
    int intents = 4;
    int[][] failures = new int[8][];
    float[] causes = new float[8 * intents];
    for (int n = 0; n < failures.length; n++) {
      failures[n] = rows(n, n + 1);
      causes[n * intents + n % intents] = 1;
    }

    int[] folds =
        DepartureFolds.of(
            new DepartureTargets(List.of(failures), causes, new boolean[8], intents), 4, 99);

    assertThat(folds).containsExactly(0, 2, 0, 2, 1, 3, 1, 3);
  }

  /** The second and third share a row; the fourth is the third in turn. */
  @Test
  void failuresThatShareRowsGoTogether() {
    int[] folds = folds(3, 99, healthy(12), rows(0, 2), rows(3, 6), rows(5, 8), rows(9, 10));

    assertThat(folds).containsExactly(0, 0, NONE, 1, 1, 1, 1, 1, NONE, 2, NONE, NONE);
  }

  /** The last drifts all the time; the two others fail meanwhile. */
  @Test
  void aFailureTakesAllWithItThatItSharesRowsWith() {
    int[] folds = folds(2, 99, healthy(9), rows(0, 3), rows(4, 6), rows(2, 8));

    assertThat(Arrays.copyOf(folds, 8)).containsOnly(folds[0]).doesNotContain(NONE);
    assertThat(folds[8]).isEqualTo(NONE);
  }

  /** Rows 0 to 8 and 10 to 12 in stretches of four at most: 4, 4, 1 and 3. */
  @Test
  void quietStretchesAreCutAndDealt() {
    int[] folds = folds(2, 4, healthy(14, 0, 9, 10, 13));

    assertThat(folds).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 0, NONE, 1, 1, 1, NONE);
  }

  /** Rows 3 and 4 recover; 7 lies between an onset and the rows that are a failure's. */
  @Test
  void rowsThatAreNeitherAreInNoFold() {
    int[] folds = folds(2, 99, healthy(10, 0, 1, 5, 7), rows(1, 3), rows(8, 10));

    assertThat(folds).containsExactly(0, 0, 0, NONE, NONE, 1, 1, NONE, 1, 1);
  }

  private static int[] folds(int folds, int stretch, boolean[] healthy, int[]... failures) {
    return DepartureFolds.of(
        new DepartureTargets(List.of(failures), new float[healthy.length], healthy, 1),
        folds,
        stretch);
  }

  private static int[] rows(int from, int until) {
    return IntStream.range(from, until).toArray();
  }

  /** True from each first to each second. */
  private static boolean[] healthy(int rows, int... fromUntil) {
    boolean[] healthy = new boolean[rows];
    for (int i = 0; i < fromUntil.length; i += 2) {
      Arrays.fill(healthy, fromUntil[i], fromUntil[i + 1], true);
    }
    return healthy;
  }
}
