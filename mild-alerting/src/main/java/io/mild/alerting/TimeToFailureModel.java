package io.mild.alerting;

import java.util.Arrays;

/**
 * How much time is left once an alert is on: a multinomial logistic regression over the bins of
 * {@link OrdinalHorizons}, and from it an interval of minutes.
 *
 * <p>Within a bin time is taken as uniform; the bin beyond the longest horizon {@code H} ends at
 * {@code 2H}. So each prediction is a distribution function {@code F}, and the interval holds the
 * {@code level} in its middle: {@code F⁻¹((1 ∓ level) / 2)}.
 *
 * <p>The arrays are not copied and must not change; models are equal if they hold the same arrays.
 *
 * @param horizons whose bins are predicted
 * @param means of the features, {@code [features]}
 * @param scales of the features, above 0, {@code [features]}
 * @param weights of the standardised features, {@code [bins − 1][1 + features]}, the intercept
 *     first; the last bin's are 0
 * @param level share of the distribution that an interval holds, 0 to 1
 */
public record TimeToFailureModel(
    OrdinalHorizons horizons, double[] means, double[] scales, double[][] weights, double level) {
  /** 0.8. */
  public static final double DEFAULT_COVERAGE = 0.8;

  private static final double BEYOND = 2;

  /**
   * A model.
   *
   * @throws IllegalArgumentException if the arrays do not fit together, a scale is not above 0 or
   *     {@code level} is not 0 to 1
   */
  public TimeToFailureModel {
    if (scales.length != means.length) {
      throw new IllegalArgumentException(
          "scales must be " + means.length + " as the means, but were " + scales.length);
    }
    for (double scale : scales) {
      if (!(scale > 0)) {
        throw new IllegalArgumentException("scales must be above 0, but one was " + scale);
      }
    }
    if (weights.length != horizons.binCount() - 1) {
      throw new IllegalArgumentException(
          "weights must be of " + (horizons.binCount() - 1) + " bins, but were " + weights.length);
    }
    for (double[] weight : weights) {
      if (weight.length != means.length + 1) {
        throw new IllegalArgumentException(
            "weights of a bin must be " + (means.length + 1) + ", but were " + weight.length);
      }
    }
    if (!Alerter.isProbability(level)) {
      throw new IllegalArgumentException("level must be 0 to 1, but was " + level);
    }
  }

  /**
   * A time to failure.
   *
   * @param lowMinutes at least
   * @param highMinutes at most
   */
  public record Interval(double lowMinutes, double highMinutes) {}

  /**
   * The probability of each bin.
   *
   * @param features finite
   * @return {@code [bins]}, the soonest first, of sum 1
   * @throws IllegalArgumentException if there are not as many features as the model has
   */
  public double[] distribution(double[] features) {
    if (features.length != means.length) {
      throw new IllegalArgumentException(
          "features must be " + means.length + ", but were " + features.length);
    }
    double[] logits = new double[weights.length + 1];
    for (int bin = 0; bin < weights.length; bin++) {
      logits[bin] = weights[bin][0];
      for (int i = 0; i < features.length; i++) {
        logits[bin] += weights[bin][i + 1] * ((features[i] - means[i]) / scales[i]);
      }
    }
    return Softmax.of(logits, 1);
  }

  /**
   * The time in which the failure is to be expected.
   *
   * @param features finite
   * @throws IllegalArgumentException if there are not as many features as the model has
   */
  public Interval interval(double[] features) {
    double[] distribution = distribution(features);
    return new Interval(
        quantile(distribution, (1 - level) / 2), quantile(distribution, (1 + level) / 2));
  }

  /**
   * {@code F(minutes)}: the probability that the failure comes within so much time.
   *
   * @param features finite
   * @param minutes above 0
   * @throws IllegalArgumentException if there are not as many features as the model has, or {@code
   *     minutes} are not above 0
   */
  public double probabilityWithin(double[] features, double minutes) {
    double[] distribution = distribution(features);
    int bin = horizons.binOf(minutes);
    double share = (minutes - begin(bin)) / (end(bin) - begin(bin));
    return Arrays.stream(distribution, 0, bin).sum() + Math.min(share, 1) * distribution[bin];
  }

  private double quantile(double[] distribution, double probability) {
    double rest = probability;
    int bin = 0;
    while (bin < distribution.length - 1 && rest > distribution[bin]) {
      rest -= distribution[bin];
      bin++;
    }
    double share = distribution[bin] > 0 ? Math.min(rest / distribution[bin], 1) : 0;
    return begin(bin) + share * (end(bin) - begin(bin));
  }

  private double begin(int bin) {
    return bin == 0 ? 0 : horizons.endMinutes(bin - 1);
  }

  private double end(int bin) {
    boolean beyond = bin == horizons.binCount() - 1;
    return beyond ? BEYOND * horizons.endMinutes(bin - 1) : horizons.endMinutes(bin);
  }
}
