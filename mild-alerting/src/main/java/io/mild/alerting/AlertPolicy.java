package io.mild.alerting;

import java.time.Duration;
import java.util.List;

/**
 * When alerts are on and when they notify.
 *
 * @param rules one an intent, in the order of the intents; at least one
 * @param quietGap how long an alert must be off for its next minute to begin a new episode; at
 *     least a millisecond
 * @param renotifyAfter how long after a notification an episode that lasts notifies again; at least
 *     a millisecond
 */
public record AlertPolicy(List<AlertRule> rules, Duration quietGap, Duration renotifyAfter) {
  /** 30 minutes. */
  public static final Duration DEFAULT_QUIET_GAP = Duration.ofMinutes(30);

  /** 120 minutes. */
  public static final Duration DEFAULT_RENOTIFY_AFTER = Duration.ofMinutes(120);

  /**
   * A policy.
   *
   * @throws IllegalArgumentException if there are no rules or a duration is below a millisecond
   */
  public AlertPolicy {
    rules = List.copyOf(rules);
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("rules must hold one rule an intent, but was empty");
    }
    requireMillisecond(quietGap, "quietGap");
    requireMillisecond(renotifyAfter, "renotifyAfter");
  }

  /**
   * A policy with the default quiet gap and renotification.
   *
   * @throws IllegalArgumentException if there are no rules
   */
  public AlertPolicy(List<AlertRule> rules) {
    this(rules, DEFAULT_QUIET_GAP, DEFAULT_RENOTIFY_AFTER);
  }

  static void requireMillisecond(Duration duration, String name) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(
          name + " must be at least a millisecond, but was " + duration);
    }
  }
}
