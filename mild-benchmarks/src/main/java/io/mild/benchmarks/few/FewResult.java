package io.mild.benchmarks.few;

/**
 * What a model did after one drawn history.
 *
 * @param model its name
 * @param failures how many incidents the history held
 * @param draw its number, from 1
 * @param refusal why the model could not be trained; empty if it was. Its risks are 0 then
 * @param auc how often the highest risk of all intents is higher in a row between a failure's onset
 *     (where nobody noted it, a horizon before) and the failure than in a healthy one
 * @param judged how many failures were tested on
 * @param announced of them those before which any intent's alert was on
 * @param right of the announced those whose root cause was named at the first alert
 * @param falsePositivesPerDay of the incident stream
 * @param budgetHeld whether these were within the budget, to half a notification
 * @param seconds that training and tuning took
 */
public record FewResult(
    String model,
    int failures,
    int draw,
    String refusal,
    double auc,
    int judged,
    int announced,
    int right,
    double falsePositivesPerDay,
    boolean budgetHeld,
    double seconds) {

  /** The share of the failures that were announced. */
  public double detected() {
    return (double) announced / judged;
  }
}
