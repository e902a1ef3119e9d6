package io.mild.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.training.alerting.DetectionWindow;
import io.mild.training.alerting.ScoredBlock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two days, a row a minute, of two intents; a failure of the first at 1000, its drift from 800. */
class SingleThresholdTest {
  private static final int MINUTES = 2 * 1440;
  private static final Duration CAP = Duration.ofMinutes(120);

  private final double[][] risks = new double[2][MINUTES];

  @Test
  void theThresholdMakesAsManyFalsePositivesAsAllowed() {
    plateau(0, 100, 160, 0.9); // the highest false alarm,
    plateau(1, 1500, 1560, 0.8); // the next, of the other intent,
    plateau(0, 2000, 2060, 0.7); // and a third that is one too many at one a day
    plateau(0, 850, 950, 0.75); // so that the failure is seen,
    assertThat(lead(1)).isBetween(115.0, 120.0); // soon after 850, the average following slowly

    plateau(0, 850, 950, 0.6); // or not, below the third
    assertThat(lead(1)).isZero();
    assertThat(lead(1.5)).isBetween(115.0, 120.0); // where three are allowed in two days
  }

  @Test
  void theFirstAlertOfAnyIntentCountsUpToTheCap() {
    plateau(1, 805, 990, 0.9);

    assertThat(lead(1)).isEqualTo(120);
  }

  @Test
  void noFalsePositiveAtAllLeavesTheThresholdAboveTheHighest() {
    plateau(0, 100, 160, 0.5);
    plateau(1, 960, 990, 0.6);

    assertThat(lead(0)).isBetween(20.0, 40.0);
  }

  private void plateau(int intent, int from, int until, double risk) {
    Arrays.fill(risks[intent], from, until, risk);
  }

  private double lead(double falsePositivesPerDay) {
    long[] times = new long[MINUTES];
    boolean[] protectedRows = new boolean[MINUTES];
    for (int minute = 0; minute < MINUTES; minute++) {
      times[minute] = minute * 60_000L;
      protectedRows[minute] = minute >= 800 && minute <= 1060;
    }
    ScoredBlock block =
        new ScoredBlock(
            times,
            risks,
            protectedRows,
            List.of(new DetectionWindow(0, 800 * 60_000L, 1000 * 60_000L)));
    return SingleThreshold.leadMinutes(block, falsePositivesPerDay, CAP)[0];
  }
}
