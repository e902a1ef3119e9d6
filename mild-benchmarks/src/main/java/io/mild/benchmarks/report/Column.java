package io.mild.benchmarks.report;

import io.mild.benchmarks.experiment.AlertResult;
import io.mild.benchmarks.experiment.BudgetKind;
import io.mild.benchmarks.experiment.FoldResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A column of a table: a figure, and how it reads.
 *
 * @param group what it belongs to, with the unit; columns of one group stand side by side
 * @param name within the group
 * @param decimals that it is printed with
 * @param better which values are the better ones
 * @param figure of a model's folds
 */
record Column(
    String group,
    String name,
    int decimals,
    Better better,
    Function<List<FoldResult>, Spread> figure) {

  /** Which values of a figure are the better ones. */
  enum Better {
    MORE,
    LESS,
    /** It isn't the model's merit. */
    NEITHER
  }

  /** Detection, leads and false positives. */
  static List<Column> alerts(List<String> intents, Function<FoldResult, AlertResult> alerts) {
    List<Column> columns = new ArrayList<>();
    for (String intent : intents) {
      columns.add(share("Detection (%)", intent, f -> get(alerts.apply(f).detection(), intent)));
    }
    columns.add(
        share("Detection (%)", "all", f -> get(alerts.apply(f).detection(), AlertResult.ALL)));
    columns.add(lead("detected", f -> get(alerts.apply(f).lead(), AlertResult.ALL)));
    columns.add(lead("lead120", f -> alerts.apply(f).lead120()));
    columns.add(lead("incident", f -> alerts.apply(f).incidentLead()));
    columns.add(lead("at 1/day", FoldResult::incidentLeadAtOnePerDay));
    columns.add(falsePositives("sum", f -> get(alerts.apply(f).fpPerDay(), AlertResult.SUM)));
    columns.add(
        falsePositives("stream", f -> get(alerts.apply(f).fpPerDay(), AlertResult.INCIDENT)));
    columns.add(share("Budget held", "blocks (%)", f -> alerts.apply(f).budgetHeld() ? 1 : 0));
    columns.add(
        new Column(
            "Budget held",
            "worst",
            1,
            Better.LESS,
            folds -> Spread.of(worst(folds, intents, alerts))));
    return columns;
  }

  /** Root causes: each verdict of all failures and of co-drifts. */
  static List<Column> rootCauses(Function<FoldResult, AlertResult> alerts) {
    List<Column> columns = new ArrayList<>();
    columns.addAll(verdict("Own alert (%)", "own", alerts));
    columns.addAll(verdict("First alert (%)", "incident", alerts));
    columns.addAll(verdict("30 min later (%)", "plus30", alerts));
    columns.addAll(verdict("60 min later (%)", "plus60", alerts));
    columns.addAll(verdict("Last minute (%)", "final", alerts));
    return columns;
  }

  private static List<Column> verdict(
      String group, String verdict, Function<FoldResult, AlertResult> alerts) {
    return List.of(
        share(group, "all", f -> rootCause(alerts.apply(f), verdict, AlertResult.ALL)),
        share(group, "co-drift", f -> rootCause(alerts.apply(f), verdict, AlertResult.CODRIFT)));
  }

  /** Risks as probabilities, bounds, explanations and cost. */
  static List<Column> probabilities() {
    String risks = "Risks";
    String bounds = "Time to failure";
    return List.of(
        mean(risks, "ECE", 3, Better.LESS, FoldResult::ece),
        mean(risks, "Brier", 3, Better.LESS, FoldResult::brier),
        mean(risks, "base rate", 3, Better.NEITHER, FoldResult::baseRateBrier),
        mean(bounds, "held (%)", 1, Better.MORE, f -> 100 * f.timeToFailure().held()),
        mean(bounds, "width (min)", 1, Better.LESS, f -> f.timeToFailure().widthMinutes()),
        share("Explanation", "top two (%)", f -> f.explanation().topTwo()),
        mean("Training", "seconds", 1, Better.LESS, FoldResult::trainSeconds));
  }

  /** The most false positives a day of any block, counted as the budget counts them. */
  private static double worst(
      List<FoldResult> folds, List<String> intents, Function<FoldResult, AlertResult> alerts) {
    return folds.stream()
        .map(alerts)
        .flatMapToDouble(
            result ->
                (result.budgetKind() == BudgetKind.INCIDENT
                        ? List.of(AlertResult.INCIDENT)
                        : intents)
                    .stream().mapToDouble(key -> get(result.fpPerDay(), key)))
        .filter(value -> !Double.isNaN(value))
        .max()
        .orElse(Double.NaN);
  }

  private static Column share(String group, String name, ToDoubleFunction<FoldResult> figure) {
    return mean(group, name, 1, Better.MORE, fold -> 100 * figure.applyAsDouble(fold));
  }

  private static Column lead(String name, ToDoubleFunction<FoldResult> figure) {
    return mean("Lead (min)", name, 1, Better.MORE, figure);
  }

  private static Column falsePositives(String name, ToDoubleFunction<FoldResult> figure) {
    return mean("False positives a day", name, 2, Better.LESS, figure);
  }

  private static Column mean(
      String group, String name, int decimals, Better better, ToDoubleFunction<FoldResult> figure) {
    return new Column(group, name, decimals, better, folds -> Spread.over(folds, figure));
  }

  private static double rootCause(AlertResult alerts, String verdict, String kind) {
    return get(alerts.rootCause().getOrDefault(verdict, Map.of()), kind);
  }

  private static double get(Map<String, Double> figures, String key) {
    return figures.getOrDefault(key, Double.NaN);
  }
}
