package io.mild.training.alerting;

import io.mild.alerting.OrdinalHorizons;
import io.mild.alerting.TimeToFailureModel;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Fits a {@link TimeToFailureModel} to the alerts of failures that came. Its level is set by
 * distributional conformal prediction (Chernozhukov, Wüthrich and Zhu, 2021) on incidents that were
 * left out: where the distributions are too narrow, to more than the coverage that is wanted.
 */
public final class TimeToFailureFitter {
  /** The fewest incidents that a model is fitted on. */
  public static final int FEWEST_INCIDENTS = 10;

  private static final int PARTS = 5;
  private static final double PENALTY = 1;
  private static final double ROUNDING = 1e-9;

  private TimeToFailureFitter() {}

  /**
   * Fits a model whose intervals cover as much as is wanted of times that it was not fitted on.
   *
   * <p>The incidents are dealt into five parts; each part's first minutes, at which an operator
   * reads the interval, are asked of a model of the others. The level is the {@code ⌈(n + 1) ·
   * coverage⌉}-th smallest of their {@code |2F(t) − 1|}, which is the least level at which an
   * interval holds {@code t}; 1 if there are too few. The weights are then of all incidents (the
   * cross-conformal method; Vovk, 2015).
   *
   * @param incidents at least {@link #FEWEST_INCIDENTS}
   * @param coverage above 0 and below 1
   * @throws IllegalArgumentException if there are fewer incidents, they differ in the number of
   *     features, a time is not above 0 or {@code coverage} is out of its range
   */
  public static TimeToFailureModel fit(
      OrdinalHorizons horizons, List<AlertedFailure> incidents, double coverage) {
    FalsePositiveForecast.requireConfidence(coverage);
    if (incidents.size() < FEWEST_INCIDENTS) {
      throw new IllegalArgumentException(
          "incidents must be at least " + FEWEST_INCIDENTS + ", but were " + incidents.size());
    }
    double[] levels =
        IntStream.range(0, PARTS)
            .parallel() // each is asked for itself
            .boxed()
            .flatMapToDouble(
                part -> {
                  TimeToFailureModel others = weighted(horizons, dealt(incidents, p -> p != part));
                  return dealt(incidents, p -> p == part).stream()
                      .mapToDouble(incident -> levelAtFirst(others, incident));
                })
            .sorted()
            .toArray();
    int rank = (int) Math.ceil((levels.length + 1) * coverage - ROUNDING);
    double level = rank > levels.length ? 1 : Math.min(levels[rank - 1], 1);
    TimeToFailureModel model = weighted(horizons, incidents);
    return new TimeToFailureModel(horizons, model.means(), model.scales(), model.weights(), level);
  }

  private static List<AlertedFailure> dealt(List<AlertedFailure> incidents, IntPredicate part) {
    return IntStream.range(0, incidents.size())
        .filter(i -> part.test(i % PARTS))
        .mapToObj(incidents::get)
        .toList();
  }

  private static TimeToFailureModel weighted(
      OrdinalHorizons horizons, List<AlertedFailure> incidents) {
    double[][] features =
        incidents.stream().flatMap(i -> Arrays.stream(i.features())).toArray(double[][]::new);
    int[] bins =
        incidents.stream()
            .flatMapToDouble(i -> Arrays.stream(i.minutesToFailure()))
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
    return new TimeToFailureModel(horizons, means, scales, weights, 1);
  }

  /** The least level at which the interval that is read first holds the time. */
  private static double levelAtFirst(TimeToFailureModel model, AlertedFailure incident) {
    return Math.abs(
        2 * model.probabilityWithin(incident.features()[0], incident.minutesToFailure()[0]) - 1);
  }

  private static double[] standardized(double[] row, double[] means, double[] scales) {
    double[] standardized = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      standardized[i] = (row[i] - means[i]) / scales[i];
    }
    return standardized;
  }
}
