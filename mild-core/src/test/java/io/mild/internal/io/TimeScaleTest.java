package io.mild.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeScaleTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT0.25S, 250 ms",
    "PT0.0015S, 1 ms",
    "PT1S, 1 s",
    "PT2.5S, 2.5 s",
    "PT9.96S, 10 s",
    "PT45S, 45 s",
    "PT1M, 60 s",
    "PT90S, 90 s",
    "PT2M, 120 s",
    "PT2M59S, 179 s",
    "PT3M, 3 min",
    "PT3M30S, 3.5 min",
    "PT15M, 15 min",
    "PT90M, 90 min",
    "PT2H, 120 min",
    "PT4H59M, 299 min",
    "PT5H, 5 h",
    "PT7H30M, 7.5 h",
    "PT30H, 30 h",
    "PT119H, 119 h",
    "P5D, 5 days",
    "P7DT12H, 7.5 days",
    "P12D, 12 days",
    "P365D, 365 days"
  })
  void aTimeIsToldInTheUnitThatFits(Duration time, String expected) {
    assertThat(TimeScale.text(time)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT30S, 0 to 30 s",
    "PT2S, PT5S, 2 to 5 s",
    "PT1.26S, PT4.99S, 1.2 to 4.9 s",
    "PT0.1S, PT0.9S, 100 to 900 ms",
    "PT30S, PT2M, 30 to 120 s",
    "PT0S, PT120M, 0 to 120 min",
    "PT30M, PT60M, 30 to 60 min",
    "PT24M, PT3H36M59S, 24 to 216 min",
    "PT7M59S, PT33M, 7 to 33 min",
    "PT90M, PT8H, 1.5 to 8 h",
    "PT30H, P2D, 30 to 48 h",
    "P1D, P5D, 1 to 5 days",
    "P2DT12H, P6D, 2.5 to 6 days",
    "P12D, P30D, 12 to 30 days"
  })
  void aRangeHasOneUnitAndTellsWhatHasPassed(Duration from, Duration to, String expected) {
    assertThat(TimeScale.range(from, to)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PT120M, 79.6, 80 min",
    "PT120M, 7.4, 7 min",
    "PT120M, 0, 0 min",
    "PT120M, NaN, NaN min",
    "PT30S, 0.2, 12 s",
    "PT8S, 0.05, 3 s",
    "PT8S, 0.06, 3.6 s",
    "PT30H, 450, 8 h",
    "PT8H, 450, 7.5 h",
    "P30D, 1440, 1 day",
    "P30D, 17280, 12 days"
  })
  void leadsAreToldInTheUnitOfTheirHorizon(Duration horizon, double minutes, String expected) {
    assertThat(TimeScale.of(horizon).format(minutes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PT7.5S, 7.5 seconds",
    "PT1S, 1 second",
    "PT30M, 30 minutes",
    "PT7H30M, 7.5 hours",
    "P15D, 15 days"
  })
  void aTimeIsToldInWords(Duration time, String expected) {
    assertThat(TimeScale.words(time)).isEqualTo(expected);
  }

  @Test
  void itReadsTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(TimeScale.range(Duration.ofMillis(2_500), Duration.ofSeconds(5)))
          .isEqualTo("2.5 to 5 s");
      assertThat(TimeScale.text(Duration.ofMillis(2_500))).isEqualTo("2.5 s");
    } finally {
      Locale.setDefault(before);
    }
  }
}
