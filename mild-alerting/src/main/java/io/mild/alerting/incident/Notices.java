package io.mild.alerting.incident;

import static io.mild.alerting.incident.FailureTimes.NEVER;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a rule keeps an operator from being told of an incident. */
final class Notices {
  private final LifeSettings settings;
  private final NoiseRules rules;
  private final long quietGapMillis;
  private final long renotifyAfterMillis;
  private final long[] intentsMuted; // until when, [intent]
  private final long[] rootsMuted;
  private final @Nullable KpiLevel[] levels; // [intent]
  private final int[] kpis; // of these

  /**
   * Rules for a life.
   *
   * @throws IllegalArgumentException if a rule is of an intent or a KPI that there is not
   */
  Notices(NoiseRules rules, LifeSettings settings) {
    this.settings = settings;
    this.rules = rules;
    quietGapMillis = rules.quietGap().orElse(settings.quietGap()).toMillis();
    renotifyAfterMillis = rules.renotifyAfter().orElse(settings.renotifyAfter()).toMillis();
    int intents = settings.intents().size();
    intentsMuted = new long[intents];
    rootsMuted = new long[intents];
    Arrays.fill(intentsMuted, NEVER);
    Arrays.fill(rootsMuted, NEVER);
    for (Mute mute : rules.mutes()) {
      long[] muted = mute.what() == Mute.Kind.INTENT ? intentsMuted : rootsMuted;
      int intent = settings.intent(mute.intent());
      muted[intent] = Math.max(muted[intent], mute.until().toEpochMilli());
    }
    levels = new @Nullable KpiLevel[intents];
    kpis = new int[intents];
    rules
        .levels()
        .forEach(
            (name, level) -> {
              levels[settings.intent(name)] = level;
              kpis[settings.intent(name)] = settings.kpi(level.kpi());
            });
    rules.windows().forEach(window -> window.intents().forEach(settings::intent));
  }

  /** Whether an incident that alerts again after a pause is told anew. */
  boolean isNew(long pauseMillis) {
    return pauseMillis > quietGapMillis;
  }

  /**
   * What keeps the operator from being told of an incident that alerts at this row; null if none.
   */
  @Nullable HeldBack of(LiveIncident incident, IncidentRow row, boolean hasJustResumed) {
    boolean isKnown = incident.acknowledged != NEVER && incident.notified != NEVER;
    return incident.isNoticeDue && !isKnown
        ? first(incident, row)
        : again(incident, row, hasJustResumed);
  }

  /**
   * What keeps the operator from being told that something changed of an incident that they were
   * told of: they know of it, or do not want to; null if neither.
   */
  @Nullable HeldBack ofRevision(LiveIncident incident, long now) {
    BitSet intents = incident.isAlerting() ? incident.running : incident.affected;
    long end = rootsMuted[incident.root.root()];
    if (end <= now) {
      end = intents.stream().mapToLong(intent -> intentsMuted[intent]).min().orElse(NEVER);
    }
    HeldBack.Rule rule =
        incident.acknowledged != NEVER
            ? HeldBack.Rule.ACKNOWLEDGED
            : end > now ? HeldBack.Rule.MUTED : null;
    return rule == null
        ? null
        : new HeldBack(
            rule,
            incident.names(intents),
            FailureTimes.instant(rule == HeldBack.Rule.MUTED ? end : NEVER));
  }

  private @Nullable HeldBack first(LiveIncident incident, IncidentRow row) {
    long now = row.epochMillis();
    long rootMuted = rootsMuted[incident.root.root()];
    if (rootMuted > now) {
      return heldBack(incident, HeldBack.Rule.MUTED, rootMuted);
    }
    BitSet told = new BitSet();
    long firstEnd = Long.MAX_VALUE;
    for (int i = 0; i < intentsMuted.length; i++) {
      boolean isOn = incident.running.get(i) && row.alerts().get(i).isOn();
      boolean isMuted = intentsMuted[i] > now;
      firstEnd = isOn && isMuted ? Math.min(firstEnd, intentsMuted[i]) : firstEnd;
      told.set(i, isOn && !isMuted);
    }
    if (told.isEmpty()) {
      return heldBack(incident, HeldBack.Rule.MUTED, firstEnd);
    }
    for (int i = told.nextSetBit(0); i >= 0; i = told.nextSetBit(i + 1)) {
      told.set(i, matters(i, row));
    }
    if (told.isEmpty()) {
      return heldBack(incident, HeldBack.Rule.LEVEL, NEVER);
    }
    return tooShort(incident, now);
  }

  private boolean matters(int intent, IncidentRow row) {
    KpiLevel level = levels[intent];
    return level == null || level.matters(row.values()[kpis[intent]]);
  }

  private @Nullable HeldBack tooShort(LiveIncident incident, long now) {
    long heldOff = incident.opened + rules.holdOff().toMillis();
    if (now < heldOff) {
      return heldBack(incident, HeldBack.Rule.HOLD_OFF, heldOff);
    }
    long longEnough = incident.onSince + rules.minimumDuration().toMillis();
    return now < longEnough ? heldBack(incident, HeldBack.Rule.MINIMUM_DURATION, longEnough) : null;
  }

  private @Nullable HeldBack again(LiveIncident incident, IncidentRow row, boolean hasJustResumed) {
    if (incident.acknowledged != NEVER) {
      return heldBack(incident, HeldBack.Rule.ACKNOWLEDGED, NEVER);
    }
    long next = incident.notified + renotifyAfterMillis;
    if (row.epochMillis() < next) {
      return heldBack(
          incident, hasJustResumed ? HeldBack.Rule.QUIET_GAP : HeldBack.Rule.RENOTIFICATION, next);
    }
    return first(incident, row);
  }

  /** The same as at the row before, while nothing of it changes. */
  private static HeldBack heldBack(LiveIncident incident, HeldBack.Rule rule, long until) {
    HeldBack before = incident.heldBack;
    Optional<Instant> end = FailureTimes.instant(until);
    if (before == null
        || before.rule() != rule
        || !before.until().equals(end)
        || !incident.heldBackIntents.equals(incident.running)) {
      incident.heldBack = new HeldBack(rule, incident.names(incident.running), end);
      incident.heldBackIntents = (BitSet) incident.running.clone();
    }
    return Objects.requireNonNull(incident.heldBack);
  }
}
