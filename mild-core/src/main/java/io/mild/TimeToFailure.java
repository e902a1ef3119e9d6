package io.mild;

import java.time.Duration;

/**
 * How much time is left before the failure that an alert predicts: later than {@code after}, and no
 * later than {@code until}.
 *
 * @param after a shorter horizon that doesn't alert yet; zero if the shortest does
 * @param until the shortest horizon that alerts
 */
public record TimeToFailure(Duration after, Duration until) {
  /** Such as {@code 30 to 60 min}. */
  @Override
  public String toString() {
    return after.toMinutes() + " to " + until.toMinutes() + " min";
  }
}
