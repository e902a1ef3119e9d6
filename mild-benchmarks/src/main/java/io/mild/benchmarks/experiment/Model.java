package io.mild.benchmarks.experiment;

import io.mild.benchmarks.rivals.BoostedTrees;
import io.mild.benchmarks.rivals.DeviationRule;
import io.mild.benchmarks.rivals.LogisticOneVsRest;
import io.mild.benchmarks.rivals.MildPredictor;
import io.mild.benchmarks.rivals.Perceptron;
import io.mild.benchmarks.rivals.Predictor;
import io.mild.benchmarks.rivals.RecurrentNetwork;
import io.mild.benchmarks.rivals.SharedLogistic;
import io.mild.benchmarks.rivals.TargetDistance;
import io.mild.benchmarks.rivals.WeightedKpis;
import io.mild.report.Ingredient;
import io.mild.report.Preset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model that takes part.
 *
 * @param name as in commands and results
 * @param budgetKind how its thresholds are tuned: the rivals' and the paper's per intent
 * @param cost of its training, relative to the others': for the progress bar
 * @param predictor of a budget of false positives a day
 */
public record Model(
    String name, BudgetKind budgetKind, double cost, DoubleFunction<Predictor> predictor) {
  /** Those that the paper compares, in its order, and what came after it. */
  public static final List<Model> ALL =
      List.of(
          new Model("wkpi", BudgetKind.PER_INTENT, 1, budget -> new WeightedKpis()),
          new Model("dist", BudgetKind.PER_INTENT, 1, budget -> new TargetDistance()),
          new Model("z", BudgetKind.PER_INTENT, 1, budget -> DeviationRule.largest()),
          new Model("distance", BudgetKind.PER_INTENT, 1, budget -> DeviationRule.distance()),
          new Model("lr", BudgetKind.PER_INTENT, 1, budget -> new LogisticOneVsRest()),
          new Model("shared-lr", BudgetKind.PER_INTENT, 1, budget -> new SharedLogistic()),
          new Model("mlp", BudgetKind.PER_INTENT, 3, budget -> new Perceptron()),
          new Model("lstm", BudgetKind.PER_INTENT, 20, budget -> new RecurrentNetwork()),
          new Model("gbt", BudgetKind.PER_INTENT, 8, budget -> new BoostedTrees()),
          new Model(
              "mild-paper",
              BudgetKind.PER_INTENT,
              8,
              budget -> new MildPredictor(Preset.PAPER, budget)),
          new Model(
              "mild",
              BudgetKind.INCIDENT,
              8,
              budget -> new MildPredictor(Preset.RECOMMENDED, budget)));

  /** MILD without one ingredient after another: what each is worth. */
  public static final List<Model> ABLATIONS =
      Arrays.stream(Ingredient.values()).map(Model::without).toList();

  private static Model without(Ingredient ingredient) {
    return new Model(
        "mild-without-" + ingredient.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        BudgetKind.INCIDENT,
        8,
        budget -> new MildPredictor(Preset.RECOMMENDED, budget, ingredient));
  }

  /** The names of all. */
  public static List<String> names() {
    return ALL.stream().map(Model::name).toList();
  }

  /**
   * The model of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Model named(String name) {
    return Stream.concat(ALL.stream(), ABLATIONS.stream())
        .filter(model -> model.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no model '"
                        + name
                        + "': there are "
                        + String.join(", ", names())
                        + ", and mild-without-... for "
                        + ABLATIONS.stream()
                            .map(model -> model.name.replace("mild-without-", ""))
                            .collect(Collectors.joining(", "))));
  }

  @Override
  public String toString() {
    return name;
  }
}
