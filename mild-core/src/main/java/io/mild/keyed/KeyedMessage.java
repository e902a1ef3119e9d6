package io.mild.keyed;

import io.mild.AssuranceFleet;

/** What is said of, or asked about, one monitored system. */
public sealed interface KeyedMessage permits KeyedRow, KeyedOutcome, KeyedQuestion {
  /** Tells the system from all others, of whatever kind; 1 to 1024 characters. */
  String key();

  /** Refuses a key that no engine keeps. */
  static void requireKey(String key) {
    if (key.isEmpty() || key.length() > AssuranceFleet.LONGEST_KEY) {
      throw new IllegalArgumentException(
          "a key must have 1 to %d characters, but had %d"
              .formatted(AssuranceFleet.LONGEST_KEY, key.length()));
    }
  }
}
