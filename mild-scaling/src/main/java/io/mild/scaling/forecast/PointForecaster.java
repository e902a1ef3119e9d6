package io.mild.scaling.forecast;

/**
 * A method of forecasting: one value per slot in, one value a fixed number of slots ahead out.
 * Slots have a fixed length and are numbered from the epoch on, so that a slot's number tells the
 * time of day. One thread at a time.
 */
public interface PointForecaster {
  /** How many slots it looks ahead, at least 1. */
  int lead();

  /**
   * Takes the next slot's value.
   *
   * @param slot one more than that of the call before
   * @param value finite
   */
  void observe(long slot, double value);

  /** The value {@link #lead()} slots after the latest; NaN as long as too little was observed. */
  double predict();
}
