package io.mild.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationArgumentTest {
  @ParameterizedTest
  @CsvSource({"120m,7200", "2h,7200", "90s,90", "1h30m,5400", "1d,86400", "1d2h,93600", "2H,7200"})
  void durationsAreNumbersWithUnits(String text, long seconds) {
    assertThat(DurationArgument.of(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "120", "m", "2x", "30m1h", "-5m", "1.5h", "99999999999999999999d"})
  void anythingElseIsNoDuration(String text) {
    assertThatThrownBy(() -> DurationArgument.of(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
