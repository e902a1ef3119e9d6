package io.mild.benchmarks.few;

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
 * @param detected mean share of the failures that were announced
 * @param falsePositivesPerDay mean
 * @param budgetHeld share of the draws that kept the budget
 * @param named share of the announced failures, of all draws, whose root cause was named at once
 * @param refused how many histories the model could not be trained on
 * @param seconds mean
 */
public record FewFigures(
    String model,
    int failures,
    int draws,
    double auc,
    double aucDeviation,
    double detected,
    double falsePositivesPerDay,
    double budgetHeld,
    double named,
    int refused,
    double seconds) {

  /** Of those results that are of the model and of so many failures. */
  public static FewFigures of(List<FewResult> all, String model, int failures) {
    List<FewResult> draws =
        all.stream().filter(r -> r.model().equals(model) && r.failures() == failures).toList();
    double[] auc = draws.stream().mapToDouble(FewResult::auc).toArray();
    double announced = draws.stream().mapToInt(FewResult::announced).sum();
    return new FewFigures(
        model,
        failures,
        draws.size(),
        StatUtils.mean(auc),
        auc.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(auc)),
        mean(draws, FewResult::detected),
        mean(draws, FewResult::falsePositivesPerDay),
        mean(draws, r -> r.budgetHeld() ? 1 : 0),
        draws.stream().mapToInt(FewResult::right).sum() / announced,
        (int) draws.stream().map(FewResult::refusal).filter(Predicate.not(String::isEmpty)).count(),
        mean(draws, FewResult::seconds));
  }

  private static double mean(List<FewResult> draws, ToDoubleFunction<FewResult> figure) {
    return draws.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }
}
