package io.mild.connect;

import java.util.Optional;

/**
 * How a sink of an {@link Outbox} stands; counts are since the outbox was opened.
 *
 * @param sink its name
 * @param waiting messages that it has still to take
 * @param delivered messages that it took
 * @param failures tries that failed
 * @param refused messages that it will never take, left out
 * @param dropped messages that were left out because the queue was full
 * @param lastError why the latest try failed, on one line; empty while all is well
 */
public record SinkState(
    String sink,
    long waiting,
    long delivered,
    long failures,
    long refused,
    long dropped,
    Optional<String> lastError) {}
