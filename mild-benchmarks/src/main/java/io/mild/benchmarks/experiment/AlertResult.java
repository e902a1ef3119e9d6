package io.mild.benchmarks.experiment;

import java.util.List;
import java.util.Map;

/**
 * What a model's alerts were worth on a test block, with thresholds tuned under a budget on the
 * validation rows (BENCHMARK §3). Figures of which there is none are NaN, null in JSON. Where a map
 * is by intent, {@link #ALL} is all of them together.
 *
 * @param budgetKind whose false positives the budget limited
 * @param budgetHeld whether the block's were within it, to half a notification
 * @param rules the spans and thresholds, by intent
 * @param detection share of the failures at which the root intent's own alert went on in time
 * @param incidentDetection the same of any intent's alert
 * @param lead mean minutes from the root intent's own alert to its failure, over those detected
 * @param lead120 the same over all failures, capped at 120, missed ones as 0
 * @param incidentLead the same of the first alert of any intent
 * @param fpPerDay false positives a day by intent, their sum ({@link #SUM}) and those of the
 *     incident stream ({@link #INCIDENT})
 * @param rootCause accuracy of the verdicts {@code own}, {@code incident}, {@code plus30}, {@code
 *     plus60} and {@code final}; for each by kind of failure, all of them and co-drifts
 * @param outcomes one a judged failure, in the order of time
 */
public record AlertResult(
    BudgetKind budgetKind,
    boolean budgetHeld,
    Map<String, Rule> rules,
    Map<String, Double> detection,
    double incidentDetection,
    Map<String, Double> lead,
    double lead120,
    double incidentLead,
    Map<String, Double> fpPerDay,
    Map<String, Map<String, Double>> rootCause,
    List<Outcome> outcomes) {
  /** All intents, or all kinds of failures. */
  public static final String ALL = "all";

  /** Failures that drew other intents along. */
  public static final String CODRIFT = "codrift";

  /** False positives of the intents' own alerts, summed. */
  public static final String SUM = "sum";

  /** False positives of the union of the intents' alerts. */
  public static final String INCIDENT = "incident";

  /**
   * When an intent alerts.
   *
   * @param span of the EWMA, in rows
   * @param threshold above 1 if never
   */
  public record Rule(int span, double threshold) {}

  /**
   * What was said before one failure.
   *
   * @param incident its identity, with the intent
   * @param intent that failed
   * @param kind the log's word for it, may be empty
   * @param codrift whether it drew other intents along
   * @param time of the failure, in milliseconds since the epoch
   * @param lead of the intent's own alert, in minutes; NaN if there was none in time
   * @param incidentLead of the first alert of any intent, in minutes; NaN if there was none in time
   * @param named the root cause named, by verdict
   */
  public record Outcome(
      String incident,
      String intent,
      String kind,
      boolean codrift,
      long time,
      double lead,
      double incidentLead,
      Map<String, String> named) {

    /** Whether a verdict named the intent; false if there was no such verdict. */
    public boolean isRight(String verdict) {
      return intent.equals(named.get(verdict));
    }
  }
}
