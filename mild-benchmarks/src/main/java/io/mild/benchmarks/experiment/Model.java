package io.mild.benchmarks.experiment;

import io.mild.Preset;
import io.mild.benchmarks.models.BoostedTrees;
import io.mild.benchmarks.models.LogisticOneVsRest;
import io.mild.benchmarks.models.MildPredictor;
import io.mild.benchmarks.models.Perceptron;
import io.mild.benchmarks.models.Predictor;
import io.mild.benchmarks.models.RecurrentNetwork;
import io.mild.benchmarks.models.TargetDistance;
import io.mild.benchmarks.models.WeightedKpis;
import java.util.List;
import java.util.function.DoubleFunction;

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
  /** All there are, in the paper's order. */
  public static final List<Model> ALL =
      List.of(
          new Model("wkpi", BudgetKind.PER_INTENT, 1, budget -> new WeightedKpis()),
          new Model("dist", BudgetKind.PER_INTENT, 1, budget -> new TargetDistance()),
          new Model("lr", BudgetKind.PER_INTENT, 1, budget -> new LogisticOneVsRest()),
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
    return ALL.stream()
        .filter(model -> model.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no model '" + name + "': there are " + String.join(", ", names())));
  }

  @Override
  public String toString() {
    return name;
  }
}
