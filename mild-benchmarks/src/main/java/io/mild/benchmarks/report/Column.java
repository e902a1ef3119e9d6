package io.mild.benchmarks.report;

import io.mild.benchmarks.experiment.AlertResult;
import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.benchmarks.experiment.BudgetKind;
import io.mild.benchmarks.experiment.Certainty;
import io.mild.benchmarks.experiment.ExperimentSettings;
import io.mild.benchmarks.experiment.FoldResult;
import io.mild.benchmarks.experiment.TimeToFailureResult;
import io.mild.internal.io.TimeScale;
import java.time.Duration;
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
  static List<Column> alerts(
      ExperimentSettings settings, Function<FoldResult, AlertResult> alerts) {
    List<String> intents = settings.intents();
    TimeScale scale = TimeScale.of(settings.horizon());
    List<Column> columns = new ArrayList<>();
    for (String intent : intents) {
      columns.add(
          share("Detection (%)", intent, f -> get(alerts.apply(f).figures().detection(), intent)));
    }
    columns.add(
        share(
            "Detection (%)",
            "all", f -> get(alerts.apply(f).figures().detection(), AlertResult.ALL)));
    columns.add(
        lead(scale, "detected", f -> get(alerts.apply(f).figures().lead(), AlertResult.ALL)));
    columns.add(
        lead(
            scale,
            "lead" + scale.number(settings.horizon()),
            f -> alerts.apply(f).figures().lead120()));
    columns.add(lead(scale, "incident", f -> alerts.apply(f).figures().incidentLead()));
    columns.add(lead(scale, "at 1/day", FoldResult::incidentLeadAtOnePerDay));
    columns.add(falsePositives("sum", f -> get(alerts.apply(f).fpPerDay(), AlertResult.SUM)));
    columns.add(falsePositives("stream", f -> falsePositives(alerts.apply(f))));
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
  static List<Column> rootCauses(Duration horizon, Function<FoldResult, AlertResult> alerts) {
    List<Column> columns = new ArrayList<>();
    columns.addAll(verdict("Own alert (%)", "own", alerts));
    columns.addAll(verdict("First alert (%)", "incident", alerts));
    columns.addAll(verdict(later(horizon, 4), "plus30", alerts));
    columns.addAll(verdict(later(horizon, 2), "plus60", alerts));
    columns.addAll(verdict("Last " + row(TimeScale.of(horizon)) + " (%)", "final", alerts));
    columns.add(
        mean("Flips", "an incident", 2, Better.LESS, f -> alerts.apply(f).figures().flips()));
    return columns;
  }

  /** What a row is called in the names of figures: those of minutes are the benchmark's. */
  static String row(TimeScale scale) {
    return scale.symbol().equals("min") ? "minute" : "row";
  }

  private static String later(Duration horizon, int parts) {
    return TimeScale.text(horizon.dividedBy(parts)) + " later (%)";
  }

  private static List<Column> verdict(
      String group, String verdict, Function<FoldResult, AlertResult> alerts) {
    return List.of(
        share(group, "all", f -> alerts.apply(f).figures().rootCause(verdict, AlertResult.ALL)),
        share(
            group,
            "co-drift",
            f -> alerts.apply(f).figures().rootCause(verdict, AlertResult.CODRIFT)));
  }

  /** How sure root causes were named, by the model's own alerts. */
  static List<Column> certainties(Duration horizon) {
    List<Column> columns = new ArrayList<>();
    columns.addAll(certainty("First alert (%)", "incident"));
    columns.addAll(certainty(later(horizon, 4), "plus30"));
    columns.addAll(certainty(later(horizon, 2), "plus60"));
    return columns;
  }

  private static List<Column> certainty(String group, String verdict) {
    return List.of(
        certainty(group, "named alone", Better.NEITHER, verdict, Certainty::alone),
        certainty(group, "then right", Better.MORE, verdict, Certainty::aloneRight),
        certainty(group, "either of two", Better.MORE, verdict, Certainty::pairRight),
        certainty(group, "right in all", Better.MORE, verdict, Certainty::right),
        new Column(
            group,
            "ECE",
            1,
            Better.LESS,
            folds -> Spread.of(100 * Certainty.of(verdict, outcomes(folds)).ece())));
  }

  private static Column certainty(
      String group, String name, Better better, String verdict, ToDoubleFunction<Certainty> part) {
    return mean(
        group,
        name,
        1,
        better,
        f -> 100 * part.applyAsDouble(f.alerts().figures().certainty(verdict)));
  }

  /** Alerts as tuned, or with a threshold that moves with what a stream is told. */
  static List<Column> feedback(TimeScale scale) {
    String group = "Alerts of any intent";
    return List.of(
        share(group, "announced (%)", f -> f.alerts().figures().incidentDetection()),
        mean(
            group,
            "lead (" + scale.symbol() + ")",
            1,
            Better.MORE,
            f -> scale.inUnits(f.alerts().figures().incidentLead())),
        mean(group, "false a day", 2, Better.LESS, f -> falsePositives(f.alerts())),
        share(group, "blocks within budget (%)", f -> f.alerts().budgetHeld() ? 1 : 0),
        share(
            group,
            "first cause (%)",
            f -> f.alerts().figures().rootCause("incident", AlertResult.ALL)));
  }

  private static double falsePositives(AlertResult alerts) {
    return get(alerts.fpPerDay(), AlertResult.INCIDENT);
  }

  /** Risks as probabilities, the time left, explanations and cost. */
  static List<Column> probabilities(TimeScale scale) {
    String width = "width (" + scale.symbol() + ")";
    String risks = "Risks";
    String first = "Time left, first alert";
    String all = "Time left, all " + row(scale) + "s";
    return List.of(
        mean(risks, "ECE", 3, Better.LESS, FoldResult::ece),
        mean(risks, "Brier", 3, Better.LESS, FoldResult::brier),
        mean(risks, "base rate", 3, Better.NEITHER, FoldResult::baseRateBrier),
        share(first, "held (%)", f -> timeToFailure(f).firstAlert().held()),
        mean(
            first,
            width,
            1,
            Better.LESS,
            f -> scale.inUnits(timeToFailure(f).firstAlert().widthMinutes())),
        share(all, "held (%)", f -> timeToFailure(f).allMinutes().held()),
        mean(
            all,
            width,
            1,
            Better.LESS,
            f -> scale.inUnits(timeToFailure(f).allMinutes().widthMinutes())),
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

  private static Column lead(TimeScale scale, String name, ToDoubleFunction<FoldResult> figure) {
    return mean(
        "Lead (" + scale.symbol() + ")",
        name,
        1,
        Better.MORE,
        fold -> scale.inUnits(figure.applyAsDouble(fold)));
  }

  private static Column falsePositives(String name, ToDoubleFunction<FoldResult> figure) {
    return mean("False positives a day", name, 2, Better.LESS, figure);
  }

  private static Column mean(
      String group, String name, int decimals, Better better, ToDoubleFunction<FoldResult> figure) {
    return new Column(group, name, decimals, better, folds -> Spread.over(folds, figure));
  }

  private static TimeToFailureResult timeToFailure(FoldResult fold) {
    return fold.alerts().figures().timeToFailure();
  }

  private static List<Outcome> outcomes(List<FoldResult> folds) {
    return folds.stream().flatMap(fold -> fold.alerts().outcomes().stream()).toList();
  }

  private static double get(Map<String, Double> figures, String key) {
    return figures.getOrDefault(key, Double.NaN);
  }
}
