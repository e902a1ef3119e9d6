package io.mild.alerting.incident;

import io.mild.alerting.incident.LiveIncident.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * That an incident is over.
 *
 * @param reason why
 * @param why the same in words
 */
record Ending(Closing reason, String why) {
  /**
   * How it stands with an incident: null where it goes on, or waits for its outcome.
   *
   * @param now the time up to which rows have come
   */
  static @Nullable Ending of(LiveIncident incident, LifeState state, long now) {
    if (incident.isAlerting()) {
      return null;
    }
    boolean isDue = now > incident.deadline();
    if (!incident.failures.isEmpty()) {
      boolean waits = state.recoveriesTold && incident.failures.hasUnrecovered() && !isDue;
      return waits ? null : new Ending(Closing.FAILED, failures(incident, state));
    }
    if (incident.isPlanned) {
      return new Ending(
          Closing.RECOVERED, "planned work began, so that its outcome does not count");
    }
    if (incident.isWithoutData) {
      return new Ending(
          Closing.DATA_ENDED, "no data came since " + Instant.ofEpochMilli(incident.lastOn));
    }
    if (incident.said == Said.FALSE_ALARM) {
      return new Ending(Closing.FALSE_ALARM, "the operator said that it was a false alarm");
    }
    if (!state.outcomesTold) {
      return withoutOutcomes(incident);
    }
    return isDue ? withoutFailure(incident, state) : null;
  }

  private static String failures(LiveIncident incident, LifeState state) {
    String facts =
        incident.failures.facts(state.settings.intents()).stream()
            .map(FailureFact::toString)
            .collect(Collectors.joining(", "));
    boolean isOpenEnd = state.recoveriesTold && incident.failures.hasUnrecovered();
    return facts + (isOpenEnd ? ", and was not told to have recovered" : "");
  }

  private static Ending withoutOutcomes(LiveIncident incident) {
    return incident.isAverted()
        ? new Ending(Closing.AVERTED, "no longer alerts, and " + averted(incident))
        : new Ending(Closing.RECOVERED, "no longer alerts; nobody tells whether an intent failed");
  }

  private static Ending withoutFailure(LiveIncident incident, LifeState state) {
    long window = state.settings.outcomeMillis();
    String since = "since " + Instant.ofEpochMilli(incident.lastOn);
    if (incident.watchedMillis < window / 2) {
      return new Ending(
          Closing.DATA_ENDED, "too few rows came to tell whether an intent failed " + since);
    }
    String none =
        "no intent failed within %s %s".formatted(RuleText.text(Duration.ofMillis(window)), since);
    return incident.isAverted()
        ? new Ending(Closing.AVERTED, none + ", and " + averted(incident))
        : new Ending(Closing.FALSE_ALARM, none);
  }

  private static String averted(LiveIncident incident) {
    return incident.acted == FailureTimes.NEVER
        ? "the operator said that it was right"
        : "it was acted on";
  }
}
