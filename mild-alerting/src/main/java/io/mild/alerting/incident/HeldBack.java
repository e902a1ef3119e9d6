package io.mild.alerting.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * That an alert runs but the operator is not told, and for which rule.
 *
 * @param rule which
 * @param intents whose alerts it holds back
 * @param until when it does no longer, where that is known
 */
public record HeldBack(Rule rule, List<String> intents, Optional<Instant> until) {
  /** What keeps an operator from being told. */
  public enum Rule {
    /** Planned work, or its aftermath. */
    MAINTENANCE("planned work"),
    /** The intent or the root cause is muted. */
    MUTED("a mute"),
    /** The intent's KPI is not where it would matter. */
    LEVEL("a KPI that is not where it matters"),
    /** The incident opened too shortly ago. */
    HOLD_OFF("the hold-off"),
    /** No intent alerts for long enough. */
    MINIMUM_DURATION("the minimum duration"),
    /** It was told before, and paused for too short a time to be told anew. */
    QUIET_GAP("the quiet gap"),
    /** It was told before, too shortly ago to be told again. */
    RENOTIFICATION("the time between two notifications"),
    /** An operator knows. */
    ACKNOWLEDGED("its acknowledgement");

    private final String text;

    Rule(String text) {
      this.text = text;
    }

    /** Whether it is of an incident that was told before. */
    public boolean isOfWhatWasTold() {
      return this == QUIET_GAP || this == RENOTIFICATION || this == ACKNOWLEDGED;
    }

    /** In words. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Copies the list. */
  public HeldBack {
    intents = List.copyOf(intents);
  }

  /** Such as {@code api is held back by a mute until 2026-03-01T08:00:00Z}. */
  @Override
  public String toString() {
    return "%s %s held back by %s%s"
        .formatted(
            String.join(" and ", intents),
            intents.size() == 1 ? "is" : "are",
            rule,
            until.map(end -> " until " + end).orElse(""));
  }
}
