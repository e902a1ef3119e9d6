package io.mild.alerting;

import java.time.Duration;
import java.util.List;

/**
 * Horizons that cut the time to a failure into bins, numbered from the soonest: up to the shortest
 * horizon, …, beyond the longest.
 *
 * @param horizons the longest first, each above the next; at least one, each at least a millisecond
 */
public record OrdinalHorizons(List<Duration> horizons) {
  private static final double MILLIS_PER_MINUTE = Duration.ofMinutes(1).toMillis();

  /**
   * Horizons.
   *
   * @throws IllegalArgumentException if there are none, they do not fall or one is below a
   *     millisecond
   */
  public OrdinalHorizons {
    horizons = List.copyOf(horizons);
    if (horizons.isEmpty()) {
      throw new IllegalArgumentException("horizons must be at least one, but were none");
    }
    for (int i = 0; i < horizons.size(); i++) {
      AlertPolicy.requireMillisecond(horizons.get(i), "horizon");
      if (i > 0 && horizons.get(i).compareTo(horizons.get(i - 1)) >= 0) {
        throw new IllegalArgumentException(
            "horizons must fall, the longest first, but were " + horizons);
      }
    }
  }

  /** The number of bins: one more than horizons. */
  public int binCount() {
    return horizons.size() + 1;
  }

  /**
   * The bin of a time to failure.
   *
   * @param minutes above 0
   * @return 0 up to the shortest horizon, that included; the number of horizons beyond the longest
   * @throws IllegalArgumentException if {@code minutes} are not above 0
   */
  public int binOf(double minutes) {
    if (!(minutes > 0)) {
      throw new IllegalArgumentException("minutes to failure must be above 0, but were " + minutes);
    }
    int bin = 0;
    while (bin < horizons.size() && minutes > endMinutes(bin)) {
      bin++;
    }
    return bin;
  }

  /** The end of a bin but the last, in minutes. */
  double endMinutes(int bin) {
    return horizons.get(horizons.size() - 1 - bin).toMillis() / MILLIS_PER_MINUTE;
  }
}
