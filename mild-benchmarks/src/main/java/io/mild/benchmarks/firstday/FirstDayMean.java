package io.mild.benchmarks.firstday;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Means over the starts of one model.
 *
 * @param model who was asked, and how its threshold was set
 * @param starts how many
 * @param failures that the histories held
 * @param figures of the days after them
 */
public record FirstDayMean(String model, int starts, double failures, FirstDayFigures figures) {
  /** Of each model, in the order in which these are first told of. */
  public static List<FirstDayMean> of(List<FirstDayResult> results) {
    return results.stream()
        .map(FirstDayResult::model)
        .distinct()
        .map(
            model ->
                ofOne(results.stream().filter(result -> result.model().equals(model)).toList()))
        .toList();
  }

  private static FirstDayMean ofOne(List<FirstDayResult> its) {
    return new FirstDayMean(
        its.get(0).model(),
        its.size(),
        mean(its, FirstDayResult::failures),
        new FirstDayFigures(
            mean(its, result -> result.figures().recall()),
            mean(its, result -> result.figures().leadMinutes()),
            mean(its, result -> result.figures().falsePositivesPerDay())));
  }

  private static double mean(
      List<FirstDayResult> results, ToDoubleFunction<FirstDayResult> figure) {
    return results.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }
}
