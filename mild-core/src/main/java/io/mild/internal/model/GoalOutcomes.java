package io.mild.internal.model;

import io.mild.alerting.BudgetController;
import io.mild.alerting.health.CalibrationWatch;
import io.mild.alerting.incident.IncidentLife;
import io.mild.goals.Goal;
import io.mild.goals.GoalWatch;
import org.jspecify.annotations.Nullable;

/**
 * Tells incidents, what watches calibration, and a controller if there is one, of failures and
 * recoveries that goals see.
 */
public final class GoalOutcomes implements GoalWatch.Changes {
  private final TrainedModel model;
  private final @Nullable BudgetController controller;
  private final IncidentLife incidents;
  private final CalibrationWatch calibration;

  public GoalOutcomes(
      TrainedModel model,
      @Nullable BudgetController controller,
      IncidentLife incidents,
      CalibrationWatch calibration) {
    this.model = model;
    this.controller = controller;
    this.incidents = incidents;
    this.calibration = calibration;
  }

  @Override
  public void broke(Goal goal, long epochMillis, boolean seen) {
    int intent = model.indexOfIntent(goal.intent());
    incidents.failed(goal.intent(), epochMillis);
    calibration.failed(intent, epochMillis);
    if (controller != null) {
      controller.failed(intent, controller.near(epochMillis));
    }
  }

  @Override
  public void recovered(Goal goal, long epochMillis) {
    int intent = model.indexOfIntent(goal.intent());
    incidents.recovered(goal.intent(), epochMillis);
    calibration.recovered(intent, epochMillis);
    if (controller != null) {
      controller.recovered(intent, controller.near(epochMillis));
    }
  }

  /** An intent that is well tells that failures will be told. */
  @Override
  public void met(Goal goal, long epochMillis) {
    recovered(goal, epochMillis);
  }
}
