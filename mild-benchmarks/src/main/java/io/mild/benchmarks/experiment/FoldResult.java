package io.mild.benchmarks.experiment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model did on one fold.
 *
 * @param model its name
 * @param fold the fold's number, from 1
 * @param testStart time of the test block's first row, in milliseconds since the epoch
 * @param testEnd time of its last row
 * @param days that the test block covers
 * @param alerts under the model's own kind of budget; MILD's as its stream gave them
 * @param otherBudget the same model under the other kind, tuned on the validation rows; null if it
 *     has learned from those, too
 * @param feedback as {@code alerts}, of streams whose threshold moved with what they were told, by
 *     who told it; empty if the model has none
 * @param incidentLeadAtOnePerDay as {@link FailureFigures#incidentLead}, with one threshold on the
 *     highest smoothed risk of all intents that makes one false positive a day ON THE TEST BLOCK:
 *     to compare models, not what an operator would get
 * @param incidentLeadsAtOnePerDay the same failure by failure, in the order of the outcomes;
 *     minutes, 0 to 120
 * @param budgets false positives and leads under other budgets of the model's own kind
 * @param ece expected calibration error of the risks over 15 bins of equal width, mean over intents
 * @param brier mean squared error of the risks, mean over intents
 * @param baseRateBrier the Brier score of a model that always says how often the intent fails
 * @param reliability the bins of all intents together
 * @param explanation whether explanations named KPIs that the generator moved; NaN if nobody knows
 * @param trainSeconds wall time of the training
 * @param scoreSeconds wall time of scoring validation rows and test block
 * @param settings what the model was set to
 */
public record FoldResult(
    String model,
    int fold,
    long testStart,
    long testEnd,
    double days,
    @JsonUnwrapped AlertResult alerts,
    @Nullable AlertResult otherBudget,
    Map<FeedbackKind, AlertResult> feedback,
    double incidentLeadAtOnePerDay,
    List<Double> incidentLeadsAtOnePerDay,
    List<BudgetPoint> budgets,
    double ece,
    double brier,
    double baseRateBrier,
    List<Bin> reliability,
    ExplanationResult explanation,
    double trainSeconds,
    double scoreSeconds,
    Map<String, Object> settings) {

  /** How many failures were judged. */
  public int failures() {
    return alerts.figures().failures();
  }

  /** The same fold with the alerts of a stream that was told, if the model has one. */
  public Optional<FoldResult> with(FeedbackKind teller) {
    return Optional.ofNullable(feedback.get(teller)).map(this::withAlerts);
  }

  private FoldResult withAlerts(AlertResult other) {
    return new FoldResult(
        model,
        fold,
        testStart,
        testEnd,
        days,
        other,
        otherBudget,
        feedback,
        incidentLeadAtOnePerDay,
        incidentLeadsAtOnePerDay,
        budgets,
        ece,
        brier,
        baseRateBrier,
        reliability,
        explanation,
        trainSeconds,
        scoreSeconds,
        settings);
  }

  /** The alerts under one kind of budget, whichever is the model's own. */
  public AlertResult alerts(BudgetKind budget) {
    if (alerts.budgetKind() == budget) {
      return alerts;
    }
    if (otherBudget == null) {
      throw new IllegalStateException(model + " has no alerts of a budget " + budget);
    }
    return otherBudget;
  }

  /**
   * What another budget would have given.
   *
   * @param budget false positives a day that the thresholds were tuned for
   * @param fpPerDay those on the test block, counted as the budget counts; for a budget per intent
   *     the mean over the intents
   * @param incidentLead as {@link FailureFigures#incidentLead}
   */
  public record BudgetPoint(double budget, double fpPerDay, double incidentLead) {}

  /**
   * Rows whose risks lie in one bin.
   *
   * @param count of rows, over all intents
   * @param risk their mean risk; NaN if there are none
   * @param frequency the share of them that a failure followed within the horizon
   */
  public record Bin(long count, double risk, double frequency) {}
}
