package io.mild.internal.model;

import io.mild.alerting.BudgetController;
import io.mild.alerting.TimeToFailureModel;
import io.mild.alerting.VerdictPolicy;
import java.util.Optional;

/**
 * What a model says of an incident beside its risks.
 *
 * @param verdict how the root cause is named
 * @param time how much time is left; empty where the horizons' alerts alone tell
 * @param feedback between which thresholds outcomes move the longest horizon's; empty where they
 *     can't
 */
public record IncidentModel(
    VerdictPolicy verdict,
    Optional<TimeToFailureModel> time,
    Optional<BudgetController.Thresholds> feedback) {

  /** The gate names, and the horizons' alerts bound the time; the paper's, if of one root cause. */
  public static IncidentModel ofGate(boolean multipleRootCauses) {
    return new IncidentModel(gate(multipleRootCauses), Optional.empty(), Optional.empty());
  }

  /** Each row's gate alone names. */
  public static VerdictPolicy gate(boolean multipleRootCauses) {
    return multipleRootCauses ? VerdictPolicy.GATE.forMultipleRoots() : VerdictPolicy.GATE;
  }

  /** The same with thresholds that outcomes move towards another budget; with none for one of 0. */
  public IncidentModel withBudget(double falsePositivesPerDay) {
    return new IncidentModel(
        verdict,
        time,
        feedback
            .filter(thresholds -> falsePositivesPerDay > 0)
            .map(thresholds -> thresholds.withBudget(falsePositivesPerDay)));
  }
}
