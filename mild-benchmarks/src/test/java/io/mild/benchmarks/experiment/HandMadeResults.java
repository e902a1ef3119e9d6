package io.mild.benchmarks.experiment;

import io.mild.benchmarks.experiment.AlertResult.Named;
import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.benchmarks.experiment.FoldResult.Bin;
import io.mild.benchmarks.experiment.FoldResult.BudgetPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results of two intents, api and cart, in which only leads and verdicts matter. */
public final class HandMadeResults {
  private static final List<String> INTENTS = List.of("api", "cart");

  private HandMadeResults() {}

  /** Results of models over as many folds, of a horizon of two hours. */
  public static ExperimentResults of(Map<String, List<FoldResult>> folds) {
    return of(120, folds);
  }

  /** The same, said to be of another horizon. */
  public static ExperimentResults of(double horizonMinutes, Map<String, List<FoldResult>> folds) {
    return new ExperimentResults(
        new ExperimentSettings(
            "by <hand>",
            "none",
            1000,
            List.of("cpu"),
            INTENTS,
            Map.of(),
            horizonMinutes,
            folds.values().iterator().next().size(),
            1,
            List.copyOf(folds.keySet())),
        folds);
  }

  /**
   * A fold with a failure of api for each lead.
   *
   * @param rightCauses how many of the announced ones name api, the others cart
   * @param leads of the incident's and api's own alert in minutes; NaN for missed
   */
  public static FoldResult fold(String model, int fold, int rightCauses, double... leads) {
    return fold(ExplanationResult.of(List.of()), model, fold, rightCauses, leads);
  }

  /** The same with explanations. */
  public static FoldResult fold(
      ExplanationResult explanation, String model, int fold, int rightCauses, double... leads) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Double> atOnePerDay = new ArrayList<>();
    int right = rightCauses;
    for (double lead : leads) {
      Map<String, Named> named = new LinkedHashMap<>();
      if (!Double.isNaN(lead)) {
        String cause = right-- > 0 ? "api" : "cart";
        Named verdict = new Named(List.of(cause), Double.NaN);
        List.of("own", "incident", "plus30", "plus60", "final").forEach(v -> named.put(v, verdict));
      }
      outcomes.add(
          new Outcome(
              "" + outcomes.size(),
              "api",
              "simple",
              false,
              0,
              lead,
              lead,
              named,
              Double.isNaN(lead) ? Double.NaN : 2,
              right >= 0 && !Double.isNaN(lead) ? 15 : Double.NaN,
              TimeToFailureResult.of(List.of())));
      atOnePerDay.add(Double.isNaN(lead) ? 0 : Math.min(120, lead));
    }
    return new FoldResult(
        model,
        fold,
        0,
        60_000,
        2,
        alerts(BudgetKind.PER_INTENT, outcomes),
        alerts(BudgetKind.INCIDENT, outcomes),
        Map.of(),
        atOnePerDay.stream().mapToDouble(lead -> lead).average().orElse(Double.NaN),
        atOnePerDay,
        List.of(new BudgetPoint(1, 1.5, 60)),
        0.02,
        0.03 * fold,
        0.09,
        List.of(new Bin(100, 0.03, 0.02), new Bin(0, Double.NaN, Double.NaN)),
        explanation,
        12.5,
        1,
        Map.of());
  }

  /** A fold of a model that learns from what it is told, whoever tells it: as another fold. */
  public static FoldResult learning(FoldResult fold, FoldResult told) {
    Map<FeedbackKind, AlertResult> feedback = new EnumMap<>(FeedbackKind.class);
    for (FeedbackKind teller : FeedbackKind.values()) {
      feedback.put(teller, told.alerts());
    }
    return new FoldResult(
        fold.model(),
        fold.fold(),
        fold.testStart(),
        fold.testEnd(),
        fold.days(),
        fold.alerts(),
        fold.otherBudget(),
        feedback,
        fold.incidentLeadAtOnePerDay(),
        fold.incidentLeadsAtOnePerDay(),
        fold.budgets(),
        fold.ece(),
        fold.brier(),
        fold.baseRateBrier(),
        fold.reliability(),
        fold.explanation(),
        fold.trainSeconds(),
        fold.scoreSeconds(),
        fold.settings());
  }

  private static AlertResult alerts(BudgetKind kind, List<Outcome> outcomes) {
    return new AlertResult(
        kind,
        true,
        Map.of(),
        FailureFigures.of(outcomes, INTENTS, Duration.ofMinutes(120)),
        Map.of("sum", 1.5, "incident", 1.0, "api", 1.0, "cart", 0.5),
        outcomes,
        null);
  }
}
