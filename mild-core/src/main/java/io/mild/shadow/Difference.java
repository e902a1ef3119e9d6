package io.mild.shadow;

import java.time.Instant;
import java.util.Optional;

/**
 * A time in which one of the two models alerted and the other did not.
 *
 * @param isOfCandidate whether the candidate is the one that alerted
 * @param from its first row
 * @param until the first row after it; empty while it lasts
 * @param rootCause the intent that was named at the first row
 */
public record Difference(
    boolean isOfCandidate, Instant from, Optional<Instant> until, String rootCause) {}
