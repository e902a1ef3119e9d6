package io.mild.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpisodeTextTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT1S, 1 s",
    "PT45S, 45 s",
    "PT1M, 1 min",
    "PT7M30S, 7.5 min",
    "PT45M, 45 min",
    "PT1H, 1 h 00 min",
    "PT2H5M, 2 h 05 min",
    "PT30H, 30 h 00 min",
    "P5D, 5 days",
    "P12D, 12 days"
  })
  void aDurationIsToldAsFarAsItMatters(Duration duration, String expected) {
    assertThat(EpisodeText.duration(duration)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-03T02:14:00Z, Wed 2024-01-03 02:14",
    "2024-01-03T02:14:07Z, Wed 2024-01-03 02:14:07"
  })
  void aTimeHasSecondsWhereItIsNotOfAMinute(Instant time, String expected) {
    assertThat(EpisodeText.time(time)).isEqualTo(expected);
  }
}
