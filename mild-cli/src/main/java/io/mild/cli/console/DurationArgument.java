package io.mild.cli.console;

import io.mild.internal.io.DurationText;
import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** Durations as people type them. */
final class DurationArgument {
  private DurationArgument() {}

  /** Such as {@code 120m}, {@code 2h}, {@code 1h30m} or {@code 90s}. */
  static Duration of(String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
