package io.mild.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a {@link TimeToFailureModel} looks at, from a stream of one intent's probabilities: the
 * logits of the longest horizon's {@link Ewma} over 5 and over 40 rows, the first less the second,
 * and the logit of each horizon's probability.
 *
 * <p>Not thread-safe: one belongs to one thread at a time.
 */
public final class TimeFeatures {
  private static final int SHORT_SPAN = 5;
  private static final int LONG_SPAN = 40;

  private final Ewma shortAverage = new Ewma(SHORT_SPAN);
  private final Ewma longAverage = new Ewma(LONG_SPAN);

  /** Features of a stream that has not begun. */
  public TimeFeatures() {}

  /**
   * Takes the longest horizon's probability of the next minute in.
   *
   * @throws IllegalArgumentException if it is no probability; nothing is changed
   */
  public void accept(double longest) {
    if (!Alerter.isProbability(longest)) {
      throw new IllegalArgumentException("probability must be 0 to 1, but was " + longest);
    }
    shortAverage.accept(longest);
    longAverage.accept(longest);
  }

  /** The average over 5 rows, 0 to 1; NaN before the first minute. */
  public double shortAverage() {
    return shortAverage.value();
  }

  /** The average over 40 rows, 0 to 1; NaN before the first minute. */
  public double longAverage() {
    return longAverage.value();
  }

  /**
   * The features of the minute that was accepted last.
   *
   * @param probabilities that minute's, of failing within each horizon, the longest first; at least
   *     one
   * @return a new array of three features more than horizons; finite after the first minute
   */
  public double[] features(double[] probabilities) {
    return features(shortAverage(), longAverage(), probabilities);
  }

  /**
   * The features of a minute.
   *
   * @param shortAverage as of that minute
   * @param longAverage as of that minute
   * @param probabilities of failing within each horizon, the longest first; at least one
   * @return a new array of three features more than horizons
   */
  public static double[] features(double shortAverage, double longAverage, double[] probabilities) {
    double[] features = new double[probabilities.length + 3];
    features[0] = Logit.of(shortAverage);
    features[1] = Logit.of(longAverage);
    features[2] = features[0] - features[1];
    for (int i = 0; i < probabilities.length; i++) {
      features[3 + i] = Logit.of(probabilities[i]);
    }
    return features;
  }

  /** Forgets the averages, as after a gap in the data. */
  public void restart() {
    shortAverage.reset();
    longAverage.reset();
  }

  /** Writes the state, from which {@link #resume} goes on bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeDouble(shortAverage.value());
    out.writeDouble(longAverage.value());
  }

  /**
   * Goes on from a written state.
   *
   * @throws IOException if reading fails or an average is no probability; the features are then of
   *     no use
   */
  public void resume(DataInput in) throws IOException {
    shortAverage.resume(probability(in));
    longAverage.resume(probability(in));
  }

  private static double probability(DataInput in) throws IOException {
    double value = in.readDouble();
    if (!(Double.isNaN(value) || Alerter.isProbability(value))) {
      throw new IOException("smoothed probability must be 0 to 1, but was " + value);
    }
    return value;
  }
}
