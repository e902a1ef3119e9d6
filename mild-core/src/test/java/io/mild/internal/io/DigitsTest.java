package io.mild.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "12.345, 12.35",
    "1, 1.00",
    "0.1, 0.10",
    "0.0999, 0.10",
    "0.0884, 0.088",
    "0.03, 0.03",
    "0.008333, 0.0083",
    "-0.0012, -0.0012",
    "0.00002, 0.00002",
    "NaN, NaN"
  })
  void aSmallShareOrRateKeepsTwoDigitsThatCount(double value, String text) {
    assertThat(Digits.two(value)).isEqualTo(text);
  }
}
