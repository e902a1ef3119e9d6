package io.mild.scaling;

import java.time.Duration;
import java.util.Arrays;

/**
 * What a value is going to be, with how much it may differ: quantiles at fixed levels.
 *
 * @param lead how far ahead
 * @param quantiles at each of {@link #LEVELS}, not falling
 */
public record Forecast(Duration lead, double[] quantiles) {
  /** 1, 5, 10, 25, 50, 75, 90, 95 and 99 %. */
  private static final double[] LEVELS = {.01, .05, .1, .25, .5, .75, .9, .95, .99};

  private static final int MEDIAN = 4;

  /**
   * Copies the array.
   *
   * @throws IllegalArgumentException if there is not one quantile a level, or they fall or are NaN
   */
  public Forecast {
    quantiles = quantiles.clone();
    if (quantiles.length != LEVELS.length) {
      throw new IllegalArgumentException(
          "there must be %d quantiles, but are %d".formatted(LEVELS.length, quantiles.length));
    }
    for (int i = 0; i < quantiles.length; i++) {
      if (!(quantiles[i] >= quantiles[Math.max(0, i - 1)])) {
        throw new IllegalArgumentException(
            "quantiles must not fall, but are " + Arrays.toString(quantiles));
      }
    }
  }

  /** The levels of all forecasts' quantiles, ascending. */
  public static double[] levels() {
    return LEVELS.clone();
  }

  /** The middle: as likely exceeded as not. */
  public double median() {
    return quantiles[MEDIAN];
  }

  /**
   * The value that is not exceeded with a probability, by linear interpolation; beyond the first
   * and the last level, their values.
   *
   * @param level 0 to 1
   * @throws IllegalArgumentException if it isn't
   */
  public double quantile(double level) {
    if (!(level >= 0 && level <= 1)) {
      throw new IllegalArgumentException("level must be from 0 to 1, but was " + level);
    }
    int above = 0;
    while (above < LEVELS.length && LEVELS[above] < level) {
      above++;
    }
    if (above == 0 || above == LEVELS.length) {
      return quantiles[Math.min(above, LEVELS.length - 1)];
    }
    double part = (level - LEVELS[above - 1]) / (LEVELS[above] - LEVELS[above - 1]);
    return quantiles[above - 1] + part * (quantiles[above] - quantiles[above - 1]);
  }

  @Override
  public double[] quantiles() {
    return quantiles.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Forecast that
        && lead.equals(that.lead)
        && Arrays.equals(quantiles, that.quantiles);
  }

  @Override
  public int hashCode() {
    return 31 * lead.hashCode() + Arrays.hashCode(quantiles);
  }

  @Override
  public String toString() {
    return "Forecast[in %s: %s]".formatted(lead, Arrays.toString(quantiles));
  }
}
