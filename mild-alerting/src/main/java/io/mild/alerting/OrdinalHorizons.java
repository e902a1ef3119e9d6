package io.mild.alerting;

import java.time.Duration;
import java.util.List;

/**
 * Horizons that cannot contradict each other: {@code P(H1) = σ(z0)}, {@code P(H2) = P(H1) σ(z1)},
 * {@code P(H3) = P(H2) σ(z2)}, …
 *
 * <p>{@code P(H)} is the probability of failing within {@code H}, and each logit after the first
 * that of failing within a horizon, given that it fails within the next longer one: the sequential
 * or continuation-ratio model (Tutz, 1991). The horizons cut time into bins, which are numbered
 * from the soonest: up to the shortest horizon, …, beyond the longest.
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
   * The probabilities of failing within each horizon, which never rise.
   *
   * @param logits {@code z0, z1, …}, one a horizon, the longest first
   * @throws IllegalArgumentException if they are not one finite number a horizon
   */
  public double[] probabilities(double[] logits) {
    requireLogits(logits);
    double[] probabilities = new double[logits.length];
    double within = 1;
    for (int i = 0; i < logits.length; i++) {
      within *= Logit.sigmoid(logits[i]);
      probabilities[i] = within;
    }
    return probabilities;
  }

  /**
   * The probability of failing in each bin.
   *
   * @param logits {@code z0, z1, …}, one a horizon, the longest first
   * @return {@code [bins]}, the soonest first, of sum 1
   * @throws IllegalArgumentException if they are not one finite number a horizon
   */
  public double[] bins(double[] logits) {
    requireLogits(logits);
    double[] bins = new double[binCount()];
    double within = 1;
    for (int i = 0; i < logits.length; i++) {
      bins[logits.length - i] = within * Logit.sigmoid(-logits[i]);
      within *= Logit.sigmoid(logits[i]);
    }
    bins[0] = within;
    return bins;
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

  private void requireLogits(double[] logits) {
    if (logits.length != horizons.size()) {
      throw new IllegalArgumentException(
          "logits must be " + horizons.size() + ", one a horizon, but were " + logits.length);
    }
    for (int i = 0; i < logits.length; i++) {
      if (!Double.isFinite(logits[i])) {
        throw new IllegalArgumentException("logit " + i + " must be finite, but was " + logits[i]);
      }
    }
  }
}
