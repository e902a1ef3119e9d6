package io.mild.scaling.forecast;

/**
 * What an LSTM looks at, step by step: the value, standardised by the training's history, and where
 * in the season it is.
 */
final class LstmInputs {
  /** Numbers of a step. */
  static final int WIDTH = 3;

  private final int lead;
  private final int season;
  private final double mean;
  private final double deviation;
  private final Lags lags;
  private long slot;

  LstmInputs(int steps, int season, int lead, double mean, double deviation) {
    this.lead = lead;
    this.season = season;
    this.mean = mean;
    this.deviation = deviation;
    this.lags = new Lags(steps);
  }

  /** The same, not having seen anything yet. */
  LstmInputs fresh() {
    return new LstmInputs(lags.capacity(), season, lead, mean, deviation);
  }

  int lead() {
    return lead;
  }

  int steps() {
    return lags.capacity();
  }

  void observe(long slot, double value) {
    this.slot = slot;
    lags.add(value);
  }

  /** Whether all the values that are looked at are known. */
  boolean isFull() {
    for (int ago = 0; ago < lags.capacity(); ago++) {
      if (Double.isNaN(lags.get(ago))) {
        return false;
      }
    }
    return true;
  }

  double latest() {
    return lags.get(0);
  }

  /** A difference in units of the value. */
  double unscaled(double difference) {
    return difference * deviation;
  }

  double scaled(double difference) {
    return difference / deviation;
  }

  /**
   * @param step 0 for the oldest
   * @param row {@code [WIDTH]}, overwritten
   */
  void read(int step, double[] row) {
    int ago = lags.capacity() - 1 - step;
    double angle = 2 * Math.PI * Math.floorMod(slot - ago, (long) season) / season;
    row[0] = (lags.get(ago) - mean) / deviation;
    row[1] = Math.sin(angle);
    row[2] = Math.cos(angle);
  }
}
