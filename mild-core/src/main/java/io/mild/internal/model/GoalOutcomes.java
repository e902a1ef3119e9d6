package io.mild.internal.model;

import io.mild.alerting.BudgetController;
import io.mild.alerting.incident.IncidentLife;
import io.mild.goals.Goal;
import io.mild.goals.GoalWatch;
import org.jspecify.annotations.Nullable;

/** Tells incidents, and a controller if there is one, of failures and recoveries that goals see. */
public final class GoalOutcomes implements GoalWatch.Changes {
  private final TrainedModel model;
  private final @Nullable BudgetController controller;
  private final IncidentLife incidents;

  public GoalOutcomes(
      TrainedModel model, @Nullable BudgetController controller, IncidentLife incidents) {
    this.model = model;
    this.controller = controller;
    this.incidents = incidents;
  }

  @Override
  public void broke(Goal goal, long epochMillis, boolean seen) {
    incidents.failed(goal.intent(), epochMillis);
    if (controller != null) {
      controller.failed(model.indexOfIntent(goal.intent()), controller.near(epochMillis));
    }
  }

  @Override
  public void recovered(Goal goal, long epochMillis) {
    incidents.recovered(goal.intent(), epochMillis);
    if (controller != null) {
      controller.recovered(model.indexOfIntent(goal.intent()), controller.near(epochMillis));
    }
  }

  /** An intent that is well tells that failures will be told. */
  @Override
  public void met(Goal goal, long epochMillis) {
    recovered(goal, epochMillis);
  }
}
