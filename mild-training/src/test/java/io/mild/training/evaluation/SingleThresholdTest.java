package io.mild.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.mild.training.alerting.DetectionWindow;
import io.mild.training.alerting.ScoredBlock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two days, a row a minute, of two intents; a failure of the first at 1000, its drift from 800. */
class SingleThresholdTest {
  private static final int MINUTES = 2 * 1440;

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

  /** As minutes, but so much faster or slower, with a budget that is stretched the other way. */
  @ParameterizedTest
  @ValueSource(doubles = {1 / 60.0, 60, 1440})
  void quietAndRepeatedAlertsGoByTheHorizonNotByTheClock(double minutesARow) {
    plateau(0, 100, 300, 0.9); // two false alarms, the second after a horizon of 120 rows,
    plateau(1, 310, 330, 0.8); // and after 10 quiet rows, fewer than 30, no third
    plateau(1, 1500, 1560, 0.6); // a third that is one too many
    plateau(1, 960, 990, 0.7);
    assertThat(lead(1)).isBetween(20.0, 40.0);

    assertThat(lead(1 / minutesARow, minutesARow))
        .isCloseTo(minutesARow * lead(1), withinPercentage(0.001));
  }

  private double lead(double falsePositivesPerDay) {
    return lead(falsePositivesPerDay, 1);
  }

  private double lead(double falsePositivesPerDay, double minutesARow) {
    long period = Math.round(60_000 * minutesARow);
    long[] times = new long[MINUTES];
    boolean[] protectedRows = new boolean[MINUTES];
    for (int minute = 0; minute < MINUTES; minute++) {
      times[minute] = minute * period;
      protectedRows[minute] = minute >= 800 && minute <= 1060;
    }
    ScoredBlock block =
        new ScoredBlock(
            times,
            risks,
            protectedRows,
            List.of(new DetectionWindow(0, 800 * period, 1000 * period)));
    Duration horizon = Duration.ofMillis(120 * period);
    return SingleThreshold.leadMinutes(block, falsePositivesPerDay, horizon)[0];
  }
}
