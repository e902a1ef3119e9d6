package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.features.FeatureSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaperWindowsTest {

  @ParameterizedTest
  @CsvSource({"PT1S", "PT10S", "PT30S", "PT1M", "PT2M30S"})
  void areThePapersWhereTheyAreWholeNumbersOfRows(Duration period) {
    for (int minutes : new int[] {30, 60, 120}) {
      assertThat(PaperWindows.of(period, Duration.ofMinutes(minutes)))
          .isEqualTo(FeatureSpec.DEFAULT_WINDOWS);
    }
  }

  /** What 5 and 15 minutes are of two hours: 1/24 and 1/8. */
  @ParameterizedTest
  @CsvSource({
    "PT10S, PT20M, PT50S, PT2M30S", // not a quarter of the horizon and three quarters
    "PT1S, PT2M, PT5S, PT15S",
    "PT1M, PT30H, PT75M, PT225M", // not a three-hundredth
    "PT1M, PT4H, PT10M, PT30M"
  })
  void followTheHorizonWhereItIsNotThePapers(
      Duration period, Duration horizon, Duration one, Duration other) {
    assertThat(PaperWindows.of(period, horizon)).isEqualTo(List.of(one, other));
  }

  /** 5 and 15 minutes, or 1/24 and 1/8 of the horizon, whichever is longer, in whole rows. */
  @ParameterizedTest
  @CsvSource({
    "PT2M, PT2H, PT6M, PT16M",
    "PT5M, PT2H, PT10M, PT15M", // one row has no deviation
    "PT10M, PT2H, PT20M, PT30M",
    "PT15M, PT6H, PT30M, PT45M",
    "PT1H, PT30H, PT2H, PT4H",
    "P1D, P10D, P2D, P3D"
  })
  void areInWholeRowsElsewhere(Duration period, Duration horizon, Duration one, Duration other) {
    assertThat(PaperWindows.of(period, horizon)).isEqualTo(List.of(one, other));
  }

  @Test
  void suitTheFeatures() {
    for (int seconds = 1; seconds <= 86_400; seconds += 97) {
      Duration period = Duration.ofSeconds(seconds);
      List<Duration> windows = PaperWindows.of(period, period.multipliedBy(30));

      assertThat(new FeatureSpec(List.of("cpu"), period, windows).windows()).isEqualTo(windows);
    }
  }
}
