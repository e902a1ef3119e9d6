package io.mild.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeArgumentsTest {
  @ParameterizedTest
  @CsvSource({"120m,7200", "2h,7200", "90s,90", "1h30m,5400", "1d,86400", "1d2h,93600", "2H,7200"})
  void durationsAreNumbersWithUnits(String text, long seconds) {
    assertThat(TimeArguments.duration(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "120", "m", "2x", "30m1h", "-5m", "1.5h", "99999999999999999999d"})
  void anythingElseIsNoDuration(String text) {
    assertThatThrownBy(() -> TimeArguments.duration(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void instantsAreThoseOfTheDataFiles() {
    Instant noon = Instant.parse("2026-01-31T12:00:00Z");

    assertThat(TimeArguments.instant("2026-01-31T12:00:00Z")).isEqualTo(noon);
    assertThat(TimeArguments.instant("2026-01-31T14:00:00+02:00")).isEqualTo(noon);
    assertThat(TimeArguments.instant("1769860800")).isEqualTo(noon);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-01-31", "2026-01-31T12:00:00", "1e9"})
  void anythingElseIsNoInstant(String text) {
    assertThatThrownBy(() -> TimeArguments.instant(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
