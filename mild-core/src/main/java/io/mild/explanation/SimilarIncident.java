package io.mild.explanation;

import java.time.Instant;
import java.util.Locale;

/**
 * A past incident that looked like what is seen now.
 *
 * @param incident the operator's number for it
 * @param rootCause the intent that was its root cause, or that failed, where nobody named one
 * @param kind the operator's word for this kind of failure; may be empty
 * @param time when it failed
 * @param similarity −1 to 1: how alike the KPIs' contributions and deviations are
 */
public record SimilarIncident(
    String incident, String rootCause, String kind, Instant time, double similarity) {
  /** Such as {@code INC-17 of 2026-03-01T10:00:00Z: api, nonlinear (0.93 alike)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s of %s: %s%s (%.2f alike)",
        incident,
        time,
        rootCause,
        kind.isBlank() ? "" : ", " + kind,
        similarity);
  }
}
