package io.mild.benchmarks.experiment;

import io.mild.cli.evaluation.FailureOutcome.Interval;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How much time incidents were said to have left before their failures.
 *
 * @param firstAlert as told at the incident's first alert
 * @param allMinutes as told in any minute from there to the failure while an incident ran
 */
public record TimeToFailureResult(Intervals firstAlert, Intervals allMinutes) {

  /**
   * Intervals of time, each of which a failure was said to come in.
   *
   * @param count how many
   * @param held share of them that the failure came in; NaN if there are none
   * @param widthMinutes mean width; NaN if there are none
   */
  public record Intervals(int count, double held, double widthMinutes) {
    private static Intervals of(List<Interval> told) {
      return new Intervals(
          told.size(),
          told.stream().mapToInt(interval -> interval.held() ? 1 : 0).average().orElse(Double.NaN),
          told.stream().mapToDouble(Interval::widthMinutes).average().orElse(Double.NaN));
    }

    private static Intervals together(List<Intervals> parts) {
      int count = parts.stream().mapToInt(Intervals::count).sum();
      return new Intervals(
          count, mean(parts, count, Intervals::held), mean(parts, count, Intervals::widthMinutes));
    }

    private static double mean(
        List<Intervals> parts, int count, ToDoubleFunction<Intervals> figure) {
      return parts.stream()
              .filter(part -> part.count > 0)
              .mapToDouble(part -> part.count * figure.applyAsDouble(part))
              .sum()
          / count;
    }
  }

  /** Of one failure. */
  static TimeToFailureResult of(List<Interval> told) {
    return new TimeToFailureResult(
        Intervals.of(told.subList(0, Math.min(1, told.size()))), Intervals.of(told));
  }

  /** Of several failures, each interval counted alike. */
  static TimeToFailureResult together(List<TimeToFailureResult> failures) {
    return new TimeToFailureResult(
        together(failures, TimeToFailureResult::firstAlert),
        together(failures, TimeToFailureResult::allMinutes));
  }

  private static Intervals together(
      List<TimeToFailureResult> failures, Function<TimeToFailureResult, Intervals> part) {
    return Intervals.together(failures.stream().map(part).toList());
  }
}
