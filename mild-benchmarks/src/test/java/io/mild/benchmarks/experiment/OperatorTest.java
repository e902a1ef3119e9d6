package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.benchmarks.experiment.Operator.Judgement;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures at 500 and at 900, with onsets at 300 and, 120 minutes before, at 780. */
class OperatorTest {
  private final Operator operator =
      new Operator(
          new FailureLog(
              List.of(
                  Failure.of("1", "api", time(500)).withOnset(time(300)),
                  Failure.of("2", "api", time(900)))),
          Duration.ofMinutes(120));

  @Test
  void aFalseNotificationIsKnownFourHoursLater() {
    assertThat(operator.judgement(time(100), true))
        .isEqualTo(new Judgement(time(100), true, time(340)));
  }

  @Test
  void aTrueOneIsKnownWhenItsFailureHasCome() {
    assertThat(operator.judgement(time(310), false).known()).isEqualTo(time(500));
    assertThat(operator.judgement(time(780), false).known()).isEqualTo(time(900));
  }

  @Test
  void afterTheFailureItIsKnownFourHoursLater() {
    // 505 is in the recovery; the failure at 900 has its onset later
    assertThat(operator.judgement(time(505), false).known()).isEqualTo(time(745));
  }

  @Test
  void anOperatorWaitsForTwoHorizons() {
    Operator hourly = new Operator(new FailureLog(List.of()), Duration.ofHours(30));

    assertThat(hourly.judgement(time(0), true).known()).isEqualTo(time(60 * 60));
  }

  private static Instant time(int minute) {
    return Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofMinutes(minute));
  }
}
