package io.mild.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What numbers count since 1970. Their lengths differ, so none is taken for another. */
enum EpochUnit {
  /** Till the year 5138. */
  SECONDS("seconds", "s", "-?\\d{1,11}", 3),
  MILLIS("milliseconds", "ms", "[1-9]\\d{11,13}", 0),
  MICROS("microseconds", "us", "[1-9]\\d{14,16}", -3),
  NANOS("nanoseconds", "ns", "[1-9]\\d{17,19}", -6);

  private final String plural;
  private final String symbol;
  private final Pattern number;
  private final int power;

  EpochUnit(String plural, String symbol, String digits, int power) {
    this.plural = plural;
    this.symbol = symbol;
    this.number = Pattern.compile(digits + "(\\.\\d{1,30})?");
    this.power = power;
  }

  static EpochUnit of(ChronoUnit unit) {
    return switch (unit) {
      case SECONDS -> SECONDS;
      case MILLIS -> MILLIS;
      case MICROS -> MICROS;
      case NANOS -> NANOS;
      default ->
          throw new IllegalArgumentException(
              "unit must be SECONDS, MILLIS, MICROS or NANOS, but was " + unit.name());
    };
  }

  /** The unit that a number of so many digits counts. */
  static Optional<EpochUnit> ofNumber(String text) {
    return Arrays.stream(values()).filter(unit -> unit.counts(text)).findFirst();
  }

  /** Whether this is a number of this unit. */
  boolean counts(String text) {
    return number.matcher(text).matches();
  }

  /** Milliseconds since 1970; what is smaller is cut off. */
  long epochMillis(String text) {
    return new BigDecimal(text)
        .movePointRight(power)
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }

  /** Such as {@code ms}. */
  String symbol() {
    return symbol;
  }

  /** Such as {@code milliseconds}. */
  @Override
  public String toString() {
    return plural;
  }
}
