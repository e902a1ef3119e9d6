package io.mild.alerting.incident;

import static io.mild.alerting.incident.FailureTimes.NEVER;

import io.mild.alerting.incident.IncidentEvent.Change.Aspect;
import io.mild.alerting.incident.LiveIncident.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one row does to the incidents. */
final class LifeStep {
  private final LifeState state;
  private final LifeSettings settings;
  private final CauseGrouping grouping;
  private final PlannedWork work;
  private final Notices notices;
  private final IncidentRow row;
  private final long now;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<IncidentEvent> events = new ArrayList<>();
  private final List<HeldBack> heldBack = new ArrayList<>();

  LifeStep(
      LifeState state, CauseGrouping grouping, PlannedWork work, Notices notices, IncidentRow row) {
    this.state = state;
    this.settings = state.settings;
    this.grouping = grouping;
    this.work = work;
    this.notices = notices;
    this.row = row;
    this.now = row.epochMillis();
  }

  List<IncidentEvent> events() {
    return events;
  }

  List<HeldBack> heldBack() {
    return heldBack;
  }

  void run() {
    if (state.interrupted) {
      endAll();
    }
    for (LiveIncident incident : state.incidents) {
      drafts.add(new Draft(incident, now));
    }
    for (int intent = 0; intent < settings.intents().size(); intent++) {
      assign(intent);
    }
    for (Draft draft : drafts) {
      goOn(draft);
    }
    state.incidents.removeIf(incident -> state.isForgotten(incident, now));
  }

  /** After a restart, nothing is known of what became of them. */
  private void endAll() {
    for (LiveIncident incident : state.incidents) {
      if (incident.isOpen()) {
        incident.lastOn = Math.min(incident.lastOn, now);
        incident.opened = Math.min(incident.opened, incident.lastOn);
        incident.running.clear();
        close(new Draft(incident, now), new Ending(Closing.DATA_ENDED, "the stream began anew"));
      }
    }
    state.incidents.clear();
  }

  /** Sees to it that an alert that runs belongs to one incident, and no other to any. */
  private void assign(int intent) {
    boolean runs = row.isRunning(intent);
    long planned = runs ? planned(intent) : PlannedWork.NONE;
    Draft owner = owner(intent);
    if (owner != null && (!runs || planned != PlannedWork.NONE)) {
      leave(owner.incident, intent, planned != PlannedWork.NONE);
    }
    if (planned != PlannedWork.NONE) {
      heldBack.add(
          new HeldBack(
              HeldBack.Rule.MAINTENANCE,
              List.of(settings.intents().get(intent)),
              Optional.of(Instant.ofEpochMilli(planned))));
    } else if (runs && owner == null && row.alerts().get(intent).isOn()) {
      join(intent);
    }
  }

  /** Until when the intent, or what causes its alert, counts for nothing. */
  private long planned(int intent) {
    return Math.max(work.until(intent, now), work.until(row.causeOf(intent), now));
  }

  private @Nullable Draft owner(int intent) {
    for (Draft draft : drafts) {
      if (draft.incident.running.get(intent)) {
        return draft;
      }
    }
    return null;
  }

  private void leave(LiveIncident incident, int intent, boolean isPlanned) {
    incident.running.clear(intent);
    incident.isPlanned |= isPlanned;
    incident.isWithoutData = !row.alerts().isEmpty() && row.alerts().get(intent).isWithoutData();
  }

  private void join(int intent) {
    LiveIncident found = grouping.find(state.incidents, intent, row);
    Draft draft = found == null ? open(intent) : draft(found);
    if (!draft.isNew()) {
      goOnWith(draft, intent);
    }
    LiveIncident incident = draft.incident;
    incident.running.set(intent);
    incident.affected.set(intent);
    if (state.isBroken(intent, now)) {
      incident.failures.copy(intent, state.failures);
      incident.isFailureUntold = !draft.isNew();
    }
  }

  private Draft draft(LiveIncident incident) {
    return drafts.stream().filter(d -> d.incident == incident).findFirst().orElseThrow();
  }

  private Draft open(int intent) {
    LiveIncident incident = new LiveIncident(settings);
    incident.number = ++state.opened;
    incident.opened = now;
    incident.lastOn = now;
    int cause = row.causeOf(intent);
    incident.root.begin(cause, row.alerts().get(cause).rootProbability(), row.isRootClear());
    incident.confidence = row.confidence();
    state.incidents.add(incident);
    Draft draft = new Draft(incident, now);
    draft.open(alerts(intent));
    drafts.add(draft);
    return draft;
  }

  private String alerts(int intent) {
    IntentAlert alert = row.alerts().get(intent);
    return String.format(
        Locale.ROOT,
        "%s alerts: its risk of %.2f is at its threshold of %.2f",
        settings.intents().get(intent),
        alert.smoothedRisk(),
        alert.threshold());
  }

  /** An incident takes an alert in: one more, one after a pause, or one after it was closed. */
  private void goOnWith(Draft draft, int intent) {
    LiveIncident incident = draft.incident;
    if (!incident.isAlerting()) {
      resume(draft, intent);
    }
    if (!incident.affected.get(intent)) {
      String before = String.join(", ", incident.names(incident.affected));
      String name = settings.intents().get(intent);
      String cause = settings.intents().get(row.causeOf(intent));
      draft.change(
          Aspect.INTENTS,
          before,
          before + ", " + name,
          name + " alerts, of which " + cause + " is named as the cause");
    }
  }

  private void resume(Draft draft, int intent) {
    LiveIncident incident = draft.incident;
    long pause = now - incident.lastOn;
    String why = alerts(intent) + ", again after " + RuleText.text(Duration.ofMillis(pause));
    boolean isNew = notices.isNew(pause);
    draft.hasJustResumed = !isNew;
    incident.isNoticeDue |= isNew;
    incident.acknowledged = isNew ? NEVER : incident.acknowledged;
    incident.isWithoutData = false;
    incident.isPlanned = false;
    if (incident.isOpen()) {
      draft.change(Aspect.ALERTING, "no", "yes", why);
    } else {
      reopen(draft, why);
      incident.failures.clear();
      incident.acted = NEVER;
      incident.isActionUntold = false;
      incident.said = Said.NOTHING;
      incident.isVerdictUntold = false;
      incident.severity = Severity.LOW;
    }
  }

  private void reopen(Draft draft, String why) {
    draft.incident.closing = null;
    draft.incident.closed = NEVER;
    draft.reopen(why);
  }

  private void goOn(Draft draft) {
    LiveIncident incident = draft.incident;
    if (draft.isNew()) {
      incident.fingerprint = Fingerprint.of(incident.names(incident.affected), incident.rootName());
    }
    takeCalls(draft);
    if (!incident.isOpen()) {
      return;
    }
    boolean alerts = row.isAnyOn(incident.running);
    watch(incident, alerts);
    Revision revision = new Revision(draft, row, state);
    if (alerts) {
      revision.ofAlerts();
    }
    revision.ofFailures();
    tell(draft, alerts);
    Ending ending = Ending.of(incident, state, now);
    if (ending != null) {
      close(draft, ending);
    }
  }

  /** What was said by calls since the row before. */
  private void takeCalls(Draft draft) {
    LiveIncident incident = draft.incident;
    if (incident.isFailureUntold) {
      String facts =
          String.join(
              ", ",
              incident.failures.facts(settings.intents()).stream()
                  .map(FailureFact::toString)
                  .toList());
      if (!incident.isOpen()) {
        reopen(draft, facts + ", as was told after it was closed");
      } else {
        draft.change(Aspect.FAILURES, "", facts, facts);
      }
    }
    if (incident.isActionUntold) {
      draft.change(
          Aspect.ACTED, "no", "yes", "acted on at " + Instant.ofEpochMilli(incident.acted));
    }
    if (incident.isVerdictUntold) {
      String said = incident.said == Said.RIGHT ? "right" : "a false alarm";
      draft.change(Aspect.VERDICT, "", said, "the operator said that it was " + said);
    }
    if (incident.isAcknowledgementUntold && incident.acknowledged != NEVER) {
      draft.tellAcknowledged(events);
    }
    incident.isFailureUntold = false;
    incident.isActionUntold = false;
    incident.isAcknowledgementUntold = false;
    incident.isVerdictUntold = false;
  }

  private void watch(LiveIncident incident, boolean alerts) {
    if (alerts) {
      incident.onSince = incident.onSince == NEVER ? now : incident.onSince;
      incident.lastOn = now;
      incident.watchedMillis = 0;
    } else {
      incident.onSince = NEVER;
      incident.watch(row.isDark() ? 0 : now - state.now);
    }
    if (incident.isAlerting()) {
      double share = 2.0 / (settings.spanRows() + 1);
      double found = row.isDark() ? 0 : row.confidence();
      incident.confidence += share * (found - incident.confidence);
    }
  }

  private void tell(Draft draft, boolean alerts) {
    LiveIncident incident = draft.incident;
    HeldBack rule = alerts ? notices.of(incident, row, draft.hasJustResumed) : null;
    boolean isTold = alerts && rule == null;
    String notice = null;
    if (isTold) {
      notice = incident.isNoticeDue ? "no rule holds it back" : "it lasts";
      incident.isNoticeDue = false;
      incident.notified = now;
    }
    if (rule != null) {
      heldBack.add(rule);
    }
    draft.tell(events, notice, isTold ? null : ofStep(draft, rule));
  }

  /** What keeps the operator from being told what changed. */
  private @Nullable HeldBack ofStep(Draft draft, @Nullable HeldBack rule) {
    boolean isOfAllOfIt = rule != null && !rule.rule().isOfWhatWasTold();
    if (!draft.isChanged() || draft.isOpening() || isOfAllOfIt) {
      return rule;
    }
    HeldBack silenced = notices.ofRevision(draft.incident, now);
    if (silenced != null && silenced.rule() == HeldBack.Rule.MUTED && draft.isWorthTelling()) {
      draft.incident.isNoticeDue = true; // once the mute ends
    }
    return silenced;
  }

  private void close(Draft draft, Ending ending) {
    draft.incident.closing = ending.reason();
    draft.incident.closed = now;
    draft.tellClosed(events, ending);
  }
}
