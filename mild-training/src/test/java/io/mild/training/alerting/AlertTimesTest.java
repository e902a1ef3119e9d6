package io.mild.training.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlertTimesTest {
  @Test
  void oneRowAMinuteAndTwoHoursAheadAlertsAreQuietForHalfAnHour() {
    assertThat(AlertTimes.of(Duration.ofMinutes(120), Duration.ofMinutes(1)))
        .isEqualTo(times(30, 120, 30));
  }

  /** A quarter of 30 h is 7.5 h: more than 6 rows, but fewer than 10. */
  @Test
  void hourlyRowsAreQuietForTenAndNotifyAgainAfterSixty() {
    assertThat(AlertTimes.of(Duration.ofHours(30), Duration.ofHours(1)))
        .isEqualTo(times(10 * 60, 60 * 60, 450));
  }

  @Test
  void ofAHorizonOfFourRowsAllTimesAreInRows() {
    assertThat(AlertTimes.of(Duration.ofMinutes(20), Duration.ofMinutes(5)))
        .isEqualTo(times(50, 5 * 60, 30));
  }

  /** Steps of 1, 1, 1, 600 and 2 minutes. */
  @Test
  void thePeriodOfTimesIsTheirMedianStep() {
    long[] minutes = {0, 1, 2, 3, 603, 605};
    for (int row = 0; row < minutes.length; row++) {
      minutes[row] = Duration.ofMinutes(minutes[row]).toMillis();
    }

    assertThat(AlertTimes.of(Duration.ofMinutes(20), minutes)).isEqualTo(times(10, 60, 6));
  }

  @Test
  void aSingleRowHasTheHorizonsTimes() {
    assertThat(AlertTimes.of(Duration.ofMinutes(20), new long[] {7})).isEqualTo(times(5, 20, 5));
  }

  @Test
  void aPolicyKeepsItsSpanAndThreshold() {
    IncidentPolicy policy =
        new IncidentPolicy(7, 1.5, Duration.ofMinutes(1), Duration.ofMinutes(2));

    assertThat(times(30, 120, 30).of(policy))
        .isEqualTo(new IncidentPolicy(7, 1.5, Duration.ofMinutes(30), Duration.ofMinutes(120)));
  }

  private static AlertTimes times(int quiet, int renotify, int recovery) {
    return new AlertTimes(
        Duration.ofMinutes(quiet), Duration.ofMinutes(renotify), Duration.ofMinutes(recovery));
  }
}
