package io.mild;

import io.mild.internal.io.TimeScale;
import java.time.Duration;

/**
 * How much time is left before the failure that an alert predicts: later than {@code after}, and no
 * later than {@code until}.
 *
 * @param after not before
 * @param until not after
 * @param coverage how often the failures of the history lay between the two, 0 to 1; NaN where they
 *     are horizons of the model, the next shorter that does not alert and the shortest that does
 */
public record TimeToFailure(Duration after, Duration until, double coverage) {
  /** Between two horizons. */
  static TimeToFailure between(Duration after, Duration until) {
    return new TimeToFailure(after, until, Double.NaN);
  }

  /**
   * Such as {@code 30 to 60 min}, {@code 2 to 5 s} or {@code 30 to 48 h}, in the unit that fits.
   */
  @Override
  public String toString() {
    return TimeScale.range(after, until);
  }
}
