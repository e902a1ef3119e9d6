package io.mild.internal.model;

import io.mild.alerting.BudgetController;
import io.mild.goals.Goal;
import io.mild.goals.GoalWatch;

/** Tells a controller of failures and recoveries that goals see. */
public final class GoalOutcomes implements GoalWatch.Changes {
  private final TrainedModel model;
  private final BudgetController controller;

  public GoalOutcomes(TrainedModel model, BudgetController controller) {
    this.model = model;
    this.controller = controller;
  }

  @Override
  public void broke(Goal goal, long epochMillis, boolean seen) {
    controller.failed(model.indexOfIntent(goal.intent()), controller.near(epochMillis));
  }

  @Override
  public void recovered(Goal goal, long epochMillis) {
    controller.recovered(model.indexOfIntent(goal.intent()), controller.near(epochMillis));
  }

  /** An intent that is well tells that failures will be told. */
  @Override
  public void met(Goal goal, long epochMillis) {
    recovered(goal, epochMillis);
  }
}
