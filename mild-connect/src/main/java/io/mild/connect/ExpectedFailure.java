package io.mild.connect;

import java.time.Instant;

/**
 * When a failure is expected.
 *
 * @param from not before
 * @param until not after
 */
public record ExpectedFailure(Instant from, Instant until) {}
