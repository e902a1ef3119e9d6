package io.mild.training.alerting;

import static io.mild.training.alerting.Timeline.minutes;
import static io.mild.training.alerting.Timeline.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoredBlockTest {
  /** Two recordings of 720 minutes, three days apart: one day together. */
  @Test
  void aGapBetweenTwoRecordingsIsNoPartOfTheBlock() {
    long[] epochMillis = minutes(1440);
    for (int row = 720; row < 1440; row++) {
      epochMillis[row] += Duration.ofDays(3).toMillis();
    }
    ScoredBlock block =
        new ScoredBlock(epochMillis, new double[1][1440], new boolean[1440], List.of());

    assertThat(block.period()).isEqualTo(Duration.ofMinutes(1));
    assertThat(block.days()).isEqualTo(1);
  }

  /** The block covers the minutes [0, 100): its last row, at 99, stands for the minute to 100. */
  @Test
  void aFailureWhoseWindowTheBlocksEdgeCutsDoesNotCount() {
    DetectionWindow first = window(0, 0, 10);
    DetectionWindow last = window(0, 50, 100);
    ScoredBlock block =
        new ScoredBlock(
            minutes(100),
            new double[1][100],
            new boolean[100],
            List.of(window(0, -1, 10), first, window(0, 50, 101), last));

    assertThat(block.countedFailures()).containsExactly(first, last);
  }

  @Test
  void aBlockOfOneRowIsRefused() {
    assertRefused(new long[1], new double[1][1], new boolean[1], "1");
  }

  @Test
  void timeThatDoesNotAdvanceIsRefused() {
    assertRefused(new long[] {7, 7}, new double[1][2], new boolean[2], "row 1", "7 ms");
  }

  @Test
  void aBlockWithoutIntentsIsRefused() {
    assertRefused(minutes(2), new double[0][2], new boolean[2], "none");
  }

  @Test
  void arraysThatDoNotFitTogetherAreRefused() {
    assertRefused(minutes(2), new double[][] {{0, 0}, {0}}, new boolean[2], "intent 1", "1");
    assertRefused(minutes(2), new double[1][2], new boolean[3], "2", "3");
  }

  @Test
  void aRiskThatIsNoProbabilityIsRefused() {
    assertRefused(minutes(2), new double[][] {{0, 1.5}}, new boolean[2], "row 1", "1.5");
    assertRefused(minutes(2), new double[][] {{Double.NaN, 0}}, new boolean[2], "row 0", "NaN");
  }

  @Test
  void aFailureOfAnIntentThatIsNotThereIsRefused() {
    assertThatThrownBy(
            () ->
                new ScoredBlock(
                    minutes(2), new double[1][2], new boolean[2], List.of(window(1, 0, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rootIntent=1");
  }

  @Test
  void aWindowThatEndsWhereItBeginsOrBelongsToNoIntentIsRefused() {
    assertThatThrownBy(() -> new DetectionWindow(0, 9, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 ms");
    assertThatThrownBy(() -> new DetectionWindow(-1, 0, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  private static void assertRefused(
      long[] epochMillis, double[][] risks, boolean[] protectedRows, String... message) {
    assertThatThrownBy(() -> new ScoredBlock(epochMillis, risks, protectedRows, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(message);
  }
}
