package io.mild.report;

import io.mild.alerting.AlertRule;
import io.mild.report.TrainingReport.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What budgets mean between those that were measured, and beyond: straight lines over the logarithm
 * of the budget, of the threshold's log-odds and of the figures.
 *
 * <p>A greater budget never has a higher threshold. Where one was measured so, which chance can do,
 * the smaller budget has the higher threshold, too, and the figures that were measured with it.
 */
final class BudgetCurve {
  private static final double LEAST = 1e-9; // of thresholds, and of what they are below 1

  private final List<Budget> points = new ArrayList<>(); // the smallest first
  private final double longestMinutes;

  /**
   * Of measured budgets.
   *
   * @param budgets the smallest first
   * @param longestMinutes what a lead is capped at
   */
  BudgetCurve(List<Budget> budgets, double longestMinutes) {
    this.longestMinutes = longestMinutes;
    for (int i = budgets.size() - 1; i >= 0; i--) {
      Budget measured = budgets.get(i);
      if (measured.falsePositivesPerDay() > 0) {
        boolean falls = points.isEmpty() || measured.threshold() >= points.get(0).threshold();
        points.add(0, of(measured.falsePositivesPerDay(), falls ? measured : points.get(0)));
      }
    }
  }

  /** Whether nothing was measured. */
  boolean isEmpty() {
    return points.isEmpty();
  }

  /** What a budget above 0 means. */
  Budget at(double falsePositivesPerDay) {
    int above = 0;
    while (above < points.size()
        && points.get(above).falsePositivesPerDay() <= falsePositivesPerDay) {
      above++;
    }
    if (above > 0 && points.get(above - 1).falsePositivesPerDay() == falsePositivesPerDay) {
      return points.get(above - 1); // as it was measured
    }
    int low = Math.max(0, Math.min(above - 1, points.size() - 2));
    Budget less = points.get(low);
    Budget more = points.get(Math.min(low + 1, points.size() - 1));
    if (less == more || neverAlerts(less) || neverAlerts(more)) {
      // Nothing lies between an alert and none: the greatest measured budget that is not above.
      return above == 0
          ? new Budget(falsePositivesPerDay, AlertRule.NEVER, 0, 0, 0)
          : of(falsePositivesPerDay, points.get(above - 1));
    }
    double share =
        Math.log(falsePositivesPerDay / less.falsePositivesPerDay())
            / Math.log(more.falsePositivesPerDay() / less.falsePositivesPerDay());
    double logit = between(less, more, budget -> logit(budget.threshold()), share);
    return new Budget(
        falsePositivesPerDay,
        clamp(1 / (1 + Math.exp(-logit)), LEAST, 1 - LEAST),
        clamp(between(less, more, Budget::madePerDay, share), 0, falsePositivesPerDay),
        clamp(between(less, more, Budget::detection, share), 0, 1),
        clamp(between(less, more, Budget::incidentLeadMinutes, share), 0, longestMinutes));
  }

  private static Budget of(double falsePositivesPerDay, Budget other) {
    return new Budget(
        falsePositivesPerDay,
        other.threshold(),
        other.madePerDay(),
        other.detection(),
        other.incidentLeadMinutes());
  }

  private static boolean neverAlerts(Budget budget) {
    return budget.threshold() > 1;
  }

  private static double between(
      Budget less, Budget more, ToDoubleFunction<Budget> figure, double share) {
    double from = figure.applyAsDouble(less);
    return from + share * (figure.applyAsDouble(more) - from);
  }

  private static double clamp(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }

  private static double logit(double threshold) {
    double inside = clamp(threshold, LEAST, 1 - LEAST);
    return Math.log(inside / (1 - inside));
  }
}
