package io.mild.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeArgumentTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00Z",
        "2026-01-31 12:00:00.000Z",
        "2026-01-31T12:00:00.0Z",
        "2026-01-31T12:00:00.000000+00:00",
        "2026-01-31T14:00:00+02:00",
        "1769860800"
      })
  void timesAreThoseOfTheDataFiles(String text) {
    Instant noon = Instant.parse("2026-01-31T12:00:00Z");

    assertThat(TimeArgument.of(text).in(null)).contains(noon);
    assertThat(TimeArgument.of(text).in(BERLIN)).contains(noon);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00, 2026-01-31T11:00:00Z",
    "2026-01-31 12:00, 2026-01-31T11:00:00Z",
    "2026-07-31, 2026-07-30T22:00:00Z",
    "2026-03-29 02:30, 2026-03-29T01:30:00Z", // which Berlin passes over
    "2026-10-25 02:30, 2026-10-25T00:30:00Z" // which comes twice
  })
  void localTimesAndDaysAreOfAZone(String text, Instant time) {
    assertThat(TimeArgument.of(text).in(BERLIN)).contains(time);
    assertThat(TimeArgument.of(text).in(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-02-30", "2026-01-31T25:00", "1e9"})
  void anythingElseIsNoTime(String text) {
    assertThatThrownBy(() -> TimeArgument.of(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
