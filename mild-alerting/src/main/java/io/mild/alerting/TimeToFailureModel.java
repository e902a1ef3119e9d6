package io.mild.alerting;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How much time is left once an alert is on: a multinomial logistic regression over the bins of
 * {@link OrdinalHorizons}, and from it an interval of minutes.
 *
 * <p>Within a bin time is taken as uniform; the bin beyond the longest horizon {@code H} ends at
 * {@code 2H}. So each prediction is a distribution function {@code F}, and the interval holds the
 * {@code level} in its middle: {@code F⁻¹((1 ∓ level) / 2)}. {@link #fit} sets the level by
 * distributional conformal prediction (Chernozhukov, Wüthrich and Zhu, 2021) on incidents that were
 * left out: where the distributions are too narrow, to more than the coverage that is wanted.
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

  /** The fewest incidents that a model is fitted on. */
  public static final int FEWEST_INCIDENTS = 10;

  private static final int PARTS = 5;
  private static final double PENALTY = 1;
  private static final double BEYOND = 2;
  private static final double ROUNDING = 1e-9;

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
   * The alerted minutes of one incident that ended in a failure.
   *
   * @param features {@code [minutes][features]} of the intent that failed, finite, as {@link
   *     TimeFeatures#features}; at least one minute
   * @param minutesToFailure above 0, {@code [minutes]}
   */
  public record Incident(double[][] features, double[] minutesToFailure) {
    /**
     * An incident.
     *
     * @throws IllegalArgumentException if there is no minute, or the arrays do not fit together
     */
    public Incident {
      if (features.length == 0 || minutesToFailure.length != features.length) {
        throw new IllegalArgumentException(
            "minutesToFailure must be as many as minutes with features, at least one, but were "
                + minutesToFailure.length
                + " of "
                + features.length);
      }
      for (double[] row : features) {
        if (row.length != features[0].length) {
          throw new IllegalArgumentException(
              "features must be " + features[0].length + " in each minute, but were " + row.length);
        }
      }
    }
  }

  /**
   * Fits a model whose intervals cover as much as is wanted of times that it was not fitted on.
   *
   * <p>The incidents are dealt into five parts; each part's minutes are asked of a model of the
   * others. The level is the {@code ⌈(n + 1) · coverage⌉}-th smallest of their {@code |2F(t) − 1|},
   * which is the least level at which an interval holds {@code t}; 1 if there are too few. The
   * weights are then of all incidents (the cross-conformal method; Vovk, 2015).
   *
   * @param incidents at least {@link #FEWEST_INCIDENTS}
   * @param coverage above 0 and below 1
   * @throws IllegalArgumentException if there are fewer incidents, they differ in the number of
   *     features, a time is not above 0 or {@code coverage} is out of its range
   */
  public static TimeToFailureModel fit(
      OrdinalHorizons horizons, List<Incident> incidents, double coverage) {
    FalsePositiveForecast.requireConfidence(coverage);
    if (incidents.size() < FEWEST_INCIDENTS) {
      throw new IllegalArgumentException(
          "incidents must be at least " + FEWEST_INCIDENTS + ", but were " + incidents.size());
    }
    double[] levels =
        IntStream.range(0, PARTS)
            .boxed()
            .flatMapToDouble(
                part -> {
                  TimeToFailureModel others = weighted(horizons, dealt(incidents, p -> p != part));
                  return dealt(incidents, p -> p == part).stream().flatMapToDouble(others::levels);
                })
            .sorted()
            .toArray();
    int rank = (int) Math.ceil((levels.length + 1) * coverage - ROUNDING);
    return weighted(horizons, incidents)
        .withLevel(rank > levels.length ? 1 : Math.min(levels[rank - 1], 1));
  }

  private static List<Incident> dealt(List<Incident> incidents, IntPredicate part) {
    return IntStream.range(0, incidents.size())
        .filter(i -> part.test(i % PARTS))
        .mapToObj(incidents::get)
        .toList();
  }

  private static TimeToFailureModel weighted(OrdinalHorizons horizons, List<Incident> incidents) {
    double[][] features =
        incidents.stream().flatMap(i -> Arrays.stream(i.features)).toArray(double[][]::new);
    int[] bins =
        incidents.stream()
            .flatMapToDouble(i -> Arrays.stream(i.minutesToFailure))
            .mapToInt(horizons::binOf)
            .toArray();
    int width = features[0].length;
    double[] means = new double[width];
    double[] scales = new double[width];
    for (int i = 0; i < width; i++) {
      int feature = i;
      double[] column = Arrays.stream(features).mapToDouble(row -> row[feature]).toArray();
      means[i] = StatUtils.mean(column);
      double deviation = Math.sqrt(StatUtils.populationVariance(column));
      scales[i] = deviation > 0 ? deviation : 1; // a constant feature stays 0 after centring
    }
    double[][] rows =
        Arrays.stream(features)
            .map(row -> standardized(row, means, scales))
            .toArray(double[][]::new);
    double[][] weights = new MultinomialLogistic(rows, bins, horizons.binCount(), PENALTY).fit();
    return new TimeToFailureModel(horizons, means, scales, weights, DEFAULT_COVERAGE);
  }

  private DoubleStream levels(Incident incident) {
    return IntStream.range(0, incident.features.length)
        .mapToDouble(
            i -> {
              double[] distribution = distribution(incident.features[i]);
              return Math.abs(
                  2 * probabilityWithin(distribution, incident.minutesToFailure[i]) - 1);
            });
  }

  private TimeToFailureModel withLevel(double level) {
    return new TimeToFailureModel(horizons, means, scales, weights, level);
  }

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
    return MultinomialLogistic.probabilities(weights, standardized(features, means, scales));
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

  private double probabilityWithin(double[] distribution, double minutes) {
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

  private static double[] standardized(double[] row, double[] means, double[] scales) {
    double[] standardized = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      standardized[i] = (row[i] - means[i]) / scales[i];
    }
    return standardized;
  }
}
