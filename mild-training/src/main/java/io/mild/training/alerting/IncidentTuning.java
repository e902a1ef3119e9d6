package io.mild.training.alerting;

/**
 * A tuned policy and what is to be expected of it.
 *
 * @param policy with the threshold that was found
 * @param forecast false positives of the policy on the history it was tuned on
 * @param probabilityWithinBudget of the next block's keeping the budget. Below the confidence that
 *     was asked for if the threshold was tuned naively, or if the history is too short to promise
 *     as much of any threshold.
 * @param upperBoundPerDay what the next block's false positives a day do not exceed with the
 *     confidence that was asked for
 */
public record IncidentTuning(
    IncidentPolicy policy,
    FalsePositiveForecast forecast,
    double probabilityWithinBudget,
    double upperBoundPerDay) {}
