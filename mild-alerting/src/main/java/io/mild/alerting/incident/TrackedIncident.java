package io.mild.alerting.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An incident as it stands at a row.
 *
 * @param id tells it from all others of its stream; the same as long as it lives, also when it is
 *     reopened: the fingerprint, the time of opening and a number
 * @param fingerprint 16 hexadecimal digits of the intents that alerted and the root cause that was
 *     named when it opened: the same of any incident that opened so, over restarts and streams
 * @param opened when
 * @param lastAlerting the latest row at which a risk of it was at or above its threshold
 * @param isAlerting whether an alert of it runs; if not, it is closed or waits for its outcome
 * @param rootCause the intent that is named
 * @param rootProbability that it is the cause, 0 to 1
 * @param intents all that alerted in it, in the order of the intents
 * @param severity the highest since it was opened or reopened
 * @param probability the highest smoothed risk of its intents, at its latest alerting row
 * @param timeLeft of that intent, from that row on
 * @param confidence share of the data that is stood on, 0 to 1, averaged over a span
 * @param notified when the operator was told last, if ever
 * @param acknowledged when, if it was
 * @param acted when it was told to have been acted on, if it was
 * @param failures of its intents, in the order of the intents
 * @param closing why it was closed, if it is
 */
public record TrackedIncident(
    String id,
    String fingerprint,
    Instant opened,
    Instant lastAlerting,
    boolean isAlerting,
    String rootCause,
    double rootProbability,
    List<String> intents,
    Severity severity,
    double probability,
    TimeLeft timeLeft,
    double confidence,
    Optional<Instant> notified,
    Optional<Instant> acknowledged,
    Optional<Instant> acted,
    List<FailureFact> failures,
    Optional<Closing> closing) {
  /** Copies the lists. */
  public TrackedIncident {
    intents = List.copyOf(intents);
    failures = List.copyOf(failures);
  }
}
