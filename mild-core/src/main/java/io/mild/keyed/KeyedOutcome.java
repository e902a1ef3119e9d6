package io.mild.keyed;

import java.time.Instant;

/**
 * What became of a monitored system, or what its operator says of a warning. It counts when it
 * comes, between the rows before and after it.
 *
 * @param key the system's
 * @param what happened
 * @param subject an intent of what failed or recovered, an incident's id of what is acknowledged;
 *     else empty
 * @param time of the failure or recovery, or of the row that notified; of an acknowledgement it
 *     does not count
 */
public record KeyedOutcome(String key, What what, String subject, Instant time)
    implements KeyedMessage {
  /** What can be told. The order is part of what is written. */
  public enum What {
    /** {@link io.mild.AssuranceStream#failed An intent failed}. */
    FAILED,
    /** {@link io.mild.AssuranceStream#recovered An intent recovered}. */
    RECOVERED,
    /** {@link io.mild.AssuranceStream#acted Somebody acted} on a notification. */
    ACTED,
    /** {@link io.mild.AssuranceStream#judge The operator} says that a notification was right. */
    JUDGED_RIGHT,
    /** {@link io.mild.AssuranceStream#judge The operator} says that a notification was false. */
    JUDGED_FALSE,
    /** {@link io.mild.AssuranceStream#acknowledge(String) An operator knows} of an incident. */
    ACKNOWLEDGED
  }

  /**
   * An outcome.
   *
   * @throws IllegalArgumentException if the key is empty or too long
   */
  public KeyedOutcome {
    KeyedMessage.requireKey(key);
  }
}
