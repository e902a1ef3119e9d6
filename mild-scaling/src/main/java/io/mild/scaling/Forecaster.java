package io.mild.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks a fixed lead ahead on one value that is measured at a fixed period. One thread at a time.
 */
public interface Forecaster {
  /** How far ahead it looks. */
  Duration lead();

  /**
   * Takes the next value.
   *
   * @param time after that of the call before
   * @param value NaN where it is missing
   * @throws IllegalArgumentException if the time is not after that of the call before
   */
  void observe(Instant time, double value);

  /**
   * What the value is going to be, {@link #lead()} after the latest.
   *
   * @return nothing as long as too little has been observed, or the forecast is not to be trusted
   */
  Optional<Forecast> forecast();
}
