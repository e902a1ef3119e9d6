package io.mild.alerting;

import java.util.List;

/**
 * What a policy's alerts were worth on a stretch of history. Figures over failures are NaN where
 * there are none; the lead of an alert is the time from its first minute to the failure.
 *
 * @param failures number of failures counted
 * @param detection share of the failures at which the root intent's own alert was on, 0 to 1
 * @param leadMinutes mean lead of the root intent's own alert over the failures it detected
 * @param cappedLeadMinutes the same over all failures, capped, a missed one counted as 0
 * @param incidentLeadMinutes mean lead of the first alert of any intent over all failures, capped,
 *     a missed one counted as 0
 * @param falsePositivesPerDay of each intent's own alert
 * @param incidentFalsePositivesPerDay of the union of the intents' alerts
 */
public record AlertFigures(
    int failures,
    double detection,
    double leadMinutes,
    double cappedLeadMinutes,
    double incidentLeadMinutes,
    List<Double> falsePositivesPerDay,
    double incidentFalsePositivesPerDay) {

  /** Figures. */
  public AlertFigures {
    falsePositivesPerDay = List.copyOf(falsePositivesPerDay);
  }

  /** False positives a day, summed over the intents' own alerts. */
  public double falsePositivesPerDaySum() {
    return falsePositivesPerDay.stream().mapToDouble(Double::doubleValue).sum();
  }
}
