package io.mild.benchmarks.few;

import io.mild.benchmarks.few.FewResult.Alerts;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A model's figures over all draws of so many failures. NaN where there are none.
 *
 * @param model its name
 * @param failures how many incidents its histories held
 * @param draws how many histories
 * @param auc mean of {@link FewResult#auc}
 * @param aucDeviation its standard deviation over the draws; NaN of one
 * @param rootFirst mean of {@link FewResult#rootFirst}, of draws that were not refused
 * @param alerts of {@link FewResult#alerts}
 * @param told of {@link FewResult#told}
 * @param refused how many histories the model could not be trained on
 * @param seconds mean
 */
public record FewFigures(
    String model,
    int failures,
    int draws,
    double auc,
    double aucDeviation,
    double rootFirst,
    AlertMeans alerts,
    AlertMeans told,
    int refused,
    double seconds) {

  /**
   * What alerts came to over all draws.
   *
   * @param detected mean share of the failures that were announced
   * @param falsePositivesPerDay mean
   * @param budgetHeld share of the draws that kept the budget
   * @param named share of the announced failures, of all draws, whose root cause was named at once
   */
  public record AlertMeans(
      double detected, double falsePositivesPerDay, double budgetHeld, double named) {

    private static AlertMeans of(List<Alerts> draws, List<FewResult> results) {
      double announced = draws.stream().mapToInt(Alerts::announced).sum();
      double judged = results.stream().mapToInt(FewResult::judged).average().orElse(Double.NaN);
      return new AlertMeans(
          mean(draws, alerts -> alerts.announced() / judged),
          mean(draws, Alerts::falsePositivesPerDay),
          mean(draws, alerts -> alerts.budgetHeld() ? 1 : 0),
          draws.stream().mapToInt(Alerts::right).sum() / announced);
    }
  }

  /** Of those results that are of the model and of so many failures. */
  public static FewFigures of(List<FewResult> all, String model, int failures) {
    List<FewResult> draws =
        all.stream().filter(r -> r.model().equals(model) && r.failures() == failures).toList();
    double[] auc = draws.stream().mapToDouble(FewResult::auc).toArray();
    return new FewFigures(
        model,
        failures,
        draws.size(),
        StatUtils.mean(auc),
        auc.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(auc)),
        mean(draws, FewResult::rootFirst),
        AlertMeans.of(draws.stream().map(FewResult::alerts).toList(), draws),
        AlertMeans.of(draws.stream().flatMap(draw -> draw.told().stream()).toList(), draws),
        (int) draws.stream().map(FewResult::refusal).filter(Predicate.not(String::isEmpty)).count(),
        mean(draws, FewResult::seconds));
  }

  private static <T> double mean(List<T> draws, ToDoubleFunction<T> figure) {
    return draws.stream()
        .mapToDouble(figure)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
