package io.mild.training.evaluation;

import io.mild.TimeToFailure;
import io.mild.Verdict;
import io.mild.data.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was said before a failure, from its onset on. Leads are in minutes before the failure, NaN
 * where there was no alert.
 *
 * @param failure of the intent that is the root cause, or of unknown cause
 * @param codrift whether other intents failed in the same incident
 * @param leadMinutes of the first alert of the failed intent itself
 * @param incidentLeadMinutes of the first alert of any intent
 * @param verdicts on the root cause, for each time at which there was one
 * @param flips how often the named root cause changed from the incident's first alert to the last
 *     row before the failure; NaN where there was no alert
 * @param settledMinutes from the incident's first alert until the named root cause is right and
 *     stays right up to the last row before the failure; NaN where it was not right at last, or
 *     there was no alert
 * @param intervals the time left as it was told in the rows from the incident's first alert to the
 *     failure, in order, where an incident ran and a time was told
 */
public record FailureOutcome(
    Failure failure,
    boolean codrift,
    double leadMinutes,
    double incidentLeadMinutes,
    Map<VerdictTime, Verdict> verdicts,
    double flips,
    double settledMinutes,
    List<Interval> intervals) {

  /** Copies map and list. */
  public FailureOutcome {
    verdicts = Map.copyOf(verdicts);
    intervals = List.copyOf(intervals);
  }

  /**
   * The time to a failure, as it was told.
   *
   * @param held whether the failure came in it
   * @param widthMinutes from its earliest to its latest time
   */
  public record Interval(boolean held, double widthMinutes) {
    private static final double MILLIS_PER_MINUTE = Duration.ofMinutes(1).toMillis();

    /** What was told at a time of a failure at another. */
    static Interval of(TimeToFailure told, Instant now, Instant failure) {
      Duration left = Duration.between(now, failure);
      return new Interval(
          left.compareTo(told.after()) > 0 && left.compareTo(told.until()) <= 0,
          told.until().minus(told.after()).toMillis() / MILLIS_PER_MINUTE);
    }
  }

  /** Whether the failed intent itself alerted in time. */
  public boolean isDetected() {
    return !Double.isNaN(leadMinutes);
  }

  /** Whether any intent alerted in time. */
  public boolean isIncidentDetected() {
    return !Double.isNaN(incidentLeadMinutes);
  }

  /** Whether there was a verdict at this time. */
  public boolean has(VerdictTime time) {
    return verdicts.containsKey(time);
  }

  /** The root cause that was named at this time; empty if none was. */
  public String named(VerdictTime time) {
    return Optional.ofNullable(verdicts.get(time)).map(Verdict::rootCause).orElse("");
  }

  /** Whether the failed intent was named at this time. */
  public boolean isRight(VerdictTime time) {
    return named(time).equals(failure.intent());
  }
}
