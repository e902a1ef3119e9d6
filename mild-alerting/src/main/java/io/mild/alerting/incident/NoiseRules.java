package io.mild.alerting.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator does not want to be told.
 *
 * <pre>{@code
 * NoiseRules rules = NoiseRules.builder()
 *     .minimumDuration(Duration.ofMinutes(5))
 *     .onlyWhere("api", KpiLevel.above("api_latency", 50))
 *     .mute(Mute.intent("orders", until))
 *     .window(MaintenanceWindow.parse("Tue 02:00 4h Europe/Berlin for api"))
 *     .build();
 * }</pre>
 *
 * <p>All but windows hold notifications back and nothing else: the incident opens, and is told once
 * no rule holds it back any more and it still alerts. In a <b>window</b> the alerts of an intent,
 * and alerts that it is named as the cause of, count for nothing, and no less in its aftermath, in
 * which moving averages still hold what was done: no incident is opened or told by them, failures
 * of the intent are none, and an incident that ran before is closed.
 *
 * @param holdOff how long after it opened an incident is first told
 * @param minimumDuration for how long an intent of it must have been at or above its threshold, row
 *     after row
 * @param quietGap how long an incident that was told must be without an alert to be told anew when
 *     it alerts again; empty for twice the gap of the alerts' policy
 * @param renotifyAfter how long after a notification an incident that lasts is told again; empty
 *     for what the alerts' policy says
 * @param aftermath how long after planned work alerts count for nothing
 * @param levels for an intent where a KPI must be for its alert to be told
 * @param mutes what is not told until a time
 * @param windows planned work
 */
public record NoiseRules(
    Duration holdOff,
    Duration minimumDuration,
    Optional<Duration> quietGap,
    Optional<Duration> renotifyAfter,
    Duration aftermath,
    Map<String, KpiLevel> levels,
    List<Mute> mutes,
    List<MaintenanceWindow> windows) {
  /** An hour. */
  public static final Duration DEFAULT_AFTERMATH = Duration.ofHours(1);

  /** No rules. */
  public static final NoiseRules NONE = builder().build();

  /**
   * Rules; {@link #builder()} is easier.
   *
   * @throws IllegalArgumentException if a duration is negative or not of whole seconds
   */
  public NoiseRules {
    RuleText.requireWritable(holdOff, "holdOff");
    RuleText.requireWritable(minimumDuration, "minimumDuration");
    quietGap.ifPresent(gap -> RuleText.requireWritable(gap, "quietGap"));
    renotifyAfter.ifPresent(after -> RuleText.requireWritable(after, "renotifyAfter"));
    RuleText.requireWritable(aftermath, "aftermath");
    levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
    mutes = List.copyOf(mutes);
    windows = List.copyOf(windows);
  }

  /** Begins with no rules. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads rules, one a line; empty lines and those that begin with {@code #} say nothing.
   *
   * <pre>
   * hold off 5m
   * at least 5m
   * quiet gap 1h
   * again after 4h
   * aftermath 1h
   * only api where api_latency above 50
   * mute orders until 2026-03-01T08:00:00Z
   * mute cause telemetry until 2026-03-01T08:00:00Z
   * window Tue 02:00 4h Europe/Berlin for api
   * window 2026-03-03T02:00:00Z 4h
   * </pre>
   *
   * @throws IllegalArgumentException if a line is no rule; the message has it, and what was
   *     expected
   */
  public static NoiseRules parse(String text) {
    return RuleLines.read(text);
  }

  /** Whether an intent is worked at by plan at a time, or was until an aftermath before. */
  public boolean isPlanned(String intent, Instant time) {
    return windows.stream()
        .anyMatch(window -> window.isOf(intent) && window.end(time, aftermath).isPresent());
  }

  /** Begins with these. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** As {@link #parse} reads them: a line each, without those that are as by default. */
  @Override
  public String toString() {
    return RuleLines.write(this);
  }

  /** Describes rules. */
  public static final class Builder {
    private Duration holdOff = Duration.ZERO;
    private Duration minimumDuration = Duration.ZERO;
    private Optional<Duration> quietGap = Optional.empty();
    private Optional<Duration> renotifyAfter = Optional.empty();
    private Duration aftermath = DEFAULT_AFTERMATH;
    private final Map<String, KpiLevel> levels = new LinkedHashMap<>();
    private final List<Mute> mutes = new ArrayList<>();
    private final List<MaintenanceWindow> windows = new ArrayList<>();

    private Builder() {}

    private Builder(NoiseRules rules) {
      holdOff = rules.holdOff;
      minimumDuration = rules.minimumDuration;
      quietGap = rules.quietGap;
      renotifyAfter = rules.renotifyAfter;
      aftermath = rules.aftermath;
      levels.putAll(rules.levels);
      mutes.addAll(rules.mutes);
      windows.addAll(rules.windows);
    }

    /** Tells an incident only that long after it opened; 0 unless said. */
    public Builder holdOff(Duration duration) {
      holdOff = duration;
      return this;
    }

    /** Tells an incident only when an intent of it has alerted for that long; 0 unless said. */
    public Builder minimumDuration(Duration duration) {
      minimumDuration = duration;
      return this;
    }

    /**
     * Tells anew what was told only after that long without an alert; twice the alerts' gap unless
     * said.
     */
    public Builder quietGap(Duration duration) {
      quietGap = Optional.of(duration);
      return this;
    }

    /** Tells what lasts again after that long; as the alerts' policy has it unless said. */
    public Builder renotifyAfter(Duration duration) {
      renotifyAfter = Optional.of(duration);
      return this;
    }

    /** Lets alerts count for nothing for that long after planned work; an hour unless said. */
    public Builder aftermath(Duration duration) {
      aftermath = duration;
      return this;
    }

    /** Tells an intent's alert only while a KPI is where it matters; the last word counts. */
    public Builder onlyWhere(String intent, KpiLevel level) {
      levels.put(intent, level);
      return this;
    }

    /** Adds a mute. */
    public Builder mute(Mute mute) {
      mutes.add(mute);
      return this;
    }

    /** Adds planned work. */
    public Builder window(MaintenanceWindow window) {
      windows.add(window);
      return this;
    }

    /**
     * Ends the description.
     *
     * @throws IllegalArgumentException if a duration is negative or not of whole seconds
     */
    public NoiseRules build() {
      return new NoiseRules(
          holdOff, minimumDuration, quietGap, renotifyAfter, aftermath, levels, mutes, windows);
    }
  }
}
