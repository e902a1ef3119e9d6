package io.mild.benchmarks.report;

import io.mild.benchmarks.experiment.FoldResult;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A figure over folds.
 *
 * @param mean over the folds that have it; NaN if none has
 * @param deviation its sample standard deviation; NaN if fewer than two folds have it
 */
record Spread(double mean, double deviation) {

  /** Over the folds of which the figure is a number. */
  static Spread over(List<FoldResult> folds, ToDoubleFunction<FoldResult> figure) {
    double[] values =
        folds.stream().mapToDouble(figure).filter(value -> !Double.isNaN(value)).toArray();
    double deviation = values.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(values));
    return new Spread(Arrays.stream(values).average().orElse(Double.NaN), deviation);
  }

  /** A figure that is one for all folds. */
  static Spread of(double value) {
    return new Spread(value, Double.NaN);
  }
}
