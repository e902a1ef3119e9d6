package io.mild.training;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.BudgetController;
import io.mild.report.TrainingReport;
import java.util.List;
import java.util.Optional;

/** The one threshold of all intents that a history tells, and what is to be said of it. */
interface Thresholds {
  /** That of the longest horizon. */
  AlertPolicy policy();

  /** That of a shorter horizon, which tells of the time left. */
  AlertPolicy moreLikelyThanNot();

  /** What this and other budgets mean. */
  List<TrainingReport.Budget> budgets();

  /** Between which thresholds outcomes may move it; empty where it stays. */
  default Optional<BudgetController.Thresholds> feedback() {
    return Optional.empty();
  }
}
