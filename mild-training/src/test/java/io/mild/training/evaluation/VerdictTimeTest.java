package io.mild.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTimeTest {
  @ParameterizedTest
  @CsvSource({
    "PT2H, PT30M, PT60M",
    "PT30S, PT7.5S, PT15S",
    "PT30H, PT7H30M, PT15H",
    "P365D, P91DT6H, P182DT12H"
  })
  void laterVerdictsAreSharesOfTheHorizon(Duration horizon, Duration quarter, Duration half) {
    assertThat(VerdictTime.OWN.afterAlert(horizon)).isZero();
    assertThat(VerdictTime.INCIDENT.afterAlert(horizon)).isZero();
    assertThat(VerdictTime.QUARTER.afterAlert(horizon)).isEqualTo(quarter);
    assertThat(VerdictTime.HALF.afterAlert(horizon)).isEqualTo(half);
    assertThat(VerdictTime.FINAL.afterAlert(horizon)).isGreaterThan(horizon.multipliedBy(100));
  }
}
