package io.mild.benchmarks.experiment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model's alerts were worth on a test block (docs/benchmark.md §3). Figures of which there
 * is none are NaN, null in JSON. Where a map is by intent, {@link #ALL} is all of them together.
 *
 * @param budgetKind whose false positives the budget limited
 * @param budgetHeld whether the block's were within it, to half a notification
 * @param rules the spans and thresholds, by intent; none where a stream that was told moved them
 * @param figures of the failures
 * @param fpPerDay false positives a day by intent, their sum ({@link #SUM}) and those of the
 *     incident stream ({@link #INCIDENT})
 * @param outcomes one a judged failure, in the order of time
 * @param incidents what became of incidents, of a stream that was told of failures; else null
 */
public record AlertResult(
    BudgetKind budgetKind,
    boolean budgetHeld,
    Map<String, Rule> rules,
    @JsonUnwrapped FailureFigures figures,
    Map<String, Double> fpPerDay,
    List<Outcome> outcomes,
    @Nullable IncidentFigures incidents) {
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
   * @param flips changes of the named root cause from the incident's first alert to the last minute
   *     before the failure; NaN if there was no alert
   * @param settled minutes from the incident's first alert until the named root cause was right and
   *     stayed right; NaN if it was wrong at last, or there was no alert
   * @param timeToFailure how much time the incident was said to have left
   */
  public record Outcome(
      String incident,
      String intent,
      String kind,
      boolean codrift,
      long time,
      double lead,
      double incidentLead,
      Map<String, Named> named,
      double flips,
      double settled,
      TimeToFailureResult timeToFailure) {

    /** A verdict, if there was one. */
    public Optional<Named> named(String verdict) {
      return Optional.ofNullable(named.get(verdict));
    }

    /** Whether a verdict named the intent; false if there was no such verdict. */
    public boolean isRight(String verdict) {
      return named(verdict).filter(said -> said.rootCause().equals(intent)).isPresent();
    }
  }

  /**
   * What a verdict named.
   *
   * @param candidates the named intent, and where the verdict was ambiguous another one
   * @param probability that the named intent is the root cause; NaN if the model doesn't tell
   */
  public record Named(List<String> candidates, double probability) {
    /** The named intent. */
    public String rootCause() {
      return candidates.get(0);
    }
  }
}
