package io.mild.alerting.incident;

import java.time.Duration;

/**
 * Between which times from a row on a failure is expected.
 *
 * @param least not negative
 * @param most not less than {@code least}
 */
public record TimeLeft(Duration least, Duration most) {
  /**
   * An interval.
   *
   * @throws IllegalArgumentException if it is negative or its ends are not in order
   */
  public TimeLeft {
    if (least.isNegative() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "time left must be from 0 up, least before most, but was %s to %s"
              .formatted(least, most));
    }
  }

  long middleMillis() {
    return (least.toMillis() + most.toMillis()) / 2;
  }

  /** Such as {@code 20m to 1h15m}. */
  @Override
  public String toString() {
    return RuleText.text(least) + " to " + RuleText.text(most);
  }
}
