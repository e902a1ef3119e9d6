package io.mild.benchmarks.few;

import java.util.Optional;

/**
 * What a model did after one drawn history.
 *
 * @param model its name
 * @param failures how many incidents the history held
 * @param draw its number, from 1
 * @param refusal why the model could not be trained; empty if it was. Its risks are 0 then
 * @param auc how often the highest risk of all intents is higher in a row between a failure's onset
 *     (where nobody noted it, a horizon before) and the failure than in a healthy one
 * @param rootFirst share of the rows between a failure's onset and the failure in which its root
 *     cause was given the highest probability of being that, or the highest risk by models that
 *     tell none; mean over the failures. Of a refusal NaN
 * @param judged how many failures were tested on
 * @param alerts at the threshold that the history told
 * @param told of a stream that was told of failures and recoveries as they came; empty of models
 *     that can't be told
 * @param seconds that training and tuning took
 */
public record FewResult(
    String model,
    int failures,
    int draw,
    String refusal,
    double auc,
    double rootFirst,
    int judged,
    Alerts alerts,
    Optional<Alerts> told,
    double seconds) {

  /**
   * What its alerts came to.
   *
   * @param announced how many failures there were before which any intent's alert was on
   * @param right of these those whose root cause was named at the first alert
   * @param falsePositivesPerDay of the incident stream
   * @param budgetHeld whether these were within the budget, to half a notification
   */
  public record Alerts(int announced, int right, double falsePositivesPerDay, boolean budgetHeld) {}
}
