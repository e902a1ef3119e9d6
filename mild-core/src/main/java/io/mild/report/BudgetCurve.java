package io.mild.report;

import io.mild.alerting.AlertRule;
import io.mild.report.TrainingReport.Budget;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What budgets mean between those that were measured, and a little beyond: straight lines over the
 * logarithm of the budget, of the threshold's log-odds and of the figures.
 */
final class BudgetCurve {
  private static final double CERTAIN = 1 - 1e-9;

  private final List<Budget> measured; // the smallest first; of more than no false alarm

  BudgetCurve(List<Budget> budgets) {
    this.measured = budgets.stream().filter(budget -> budget.falsePositivesPerDay() > 0).toList();
  }

  /** Whether nothing was measured. */
  boolean isEmpty() {
    return measured.isEmpty();
  }

  Budget at(double falsePositivesPerDay) {
    for (Budget budget : measured) {
      if (budget.falsePositivesPerDay() == falsePositivesPerDay) {
        return budget; // to the bit
      }
    }
    int above = 0;
    while (above < measured.size()
        && measured.get(above).falsePositivesPerDay() < falsePositivesPerDay) {
      above++;
    }
    int low = Math.max(0, Math.min(above - 1, measured.size() - 2));
    Budget less = measured.get(low);
    Budget more = measured.get(Math.min(low + 1, measured.size() - 1));
    if (less == more || neverAlerts(less) || neverAlerts(more)) {
      // Nothing lies between an alert and none: the greatest measured budget that is not above.
      Budget kept = measured.get(Math.max(0, above - 1));
      return new Budget(
          falsePositivesPerDay,
          above == 0 ? AlertRule.NEVER : kept.threshold(),
          above == 0 ? 0 : kept.madePerDay(),
          above == 0 ? 0 : kept.detection(),
          above == 0 ? 0 : kept.incidentLeadMinutes());
    }
    double share =
        Math.log(falsePositivesPerDay / less.falsePositivesPerDay())
            / Math.log(more.falsePositivesPerDay() / less.falsePositivesPerDay());
    double logit = between(less, more, budget -> logit(budget.threshold()), share);
    return new Budget(
        falsePositivesPerDay,
        1 / (1 + Math.exp(-logit)),
        Math.max(0, between(less, more, Budget::madePerDay, share)),
        Math.max(0, Math.min(1, between(less, more, Budget::detection, share))),
        Math.max(0, between(less, more, Budget::incidentLeadMinutes, share)));
  }

  private static boolean neverAlerts(Budget budget) {
    return budget.threshold() > 1;
  }

  private static double between(
      Budget less, Budget more, ToDoubleFunction<Budget> figure, double share) {
    double from = figure.applyAsDouble(less);
    return from + share * (figure.applyAsDouble(more) - from);
  }

  private static double logit(double threshold) {
    double inside = Math.min(CERTAIN, Math.max(1 - CERTAIN, threshold));
    return Math.log(inside / (1 - inside));
  }
}
