package io.mild.alerting.incident;

import static io.mild.alerting.incident.FailureTimes.NEVER;

import io.mild.alerting.incident.LiveIncident.Said;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The incidents of a stream of alerts, each from its opening to the reason of its closing.
 *
 * <p>An alert that goes on joins the incident of its cause, or opens one. While an alert of it
 * runs, an incident is <b>revised</b>: another root cause, a higher severity, more intents, a
 * failure that is twice as near. When none does, it waits until it is known what came of it, and is
 * <b>closed</b>:
 *
 * <table>
 *   <caption>By the first that holds</caption>
 *   <tr><th>reason</th><th>when</th></tr>
 *   <tr><td>FAILED</td><td>an intent was told to have failed, and to have recovered, if recoveries
 *     are told at all; without a recovery at the deadline</td></tr>
 *   <tr><td>RECOVERED</td><td>planned work began on all that alerted</td></tr>
 *   <tr><td>DATA_ENDED</td><td>its alerts ended for want of data; or at the deadline, if for more
 *     than half of the time until then no data came</td></tr>
 *   <tr><td>FALSE_ALARM</td><td>an operator said so, and no alert of it runs</td></tr>
 *   <tr><td>AVERTED, RECOVERED</td><td>at once, where nobody ever told a failure: if it was acted on,
 *     or an operator said that it was right, or not</td></tr>
 *   <tr><td>AVERTED, FALSE_ALARM</td><td>at the deadline, likewise</td></tr>
 * </table>
 *
 * <p>The <i>deadline</i> is the longest horizon and two smoothing spans after the latest alerting
 * row: a failure until then is one that was warned of. An incident that waits and alerts again goes
 * on; one that was closed is reopened under its id if it alerts again shortly after, or if a
 * failure is told that should have been told before.
 *
 * <p>What is told is as {@link NoiseRules} say. Time is passed in. Not thread-safe: one belongs to
 * one thread at a time.
 */
public final class IncidentLife {
  private final LifeSettings settings;
  private final CauseGrouping grouping;
  private final LifeState state;
  private NoiseRules rules = NoiseRules.NONE;
  private PlannedWork work;
  private Notices notices;
  private List<HeldBack> heldBack = List.of();

  /** A life without incidents and rules. */
  public IncidentLife(LifeSettings settings) {
    this.settings = settings;
    grouping = new CauseGrouping(settings);
    state = new LifeState(settings);
    work = new PlannedWork(rules, settings.intents());
    notices = new Notices(rules, settings);
  }

  /** The rules in force. */
  public NoiseRules rules() {
    return rules;
  }

  /**
   * Puts other rules in force from the next row on. Incidents go on as they are; what the rules
   * before held back is told if these do not.
   *
   * @throws IllegalArgumentException if a rule is of an intent or a KPI that there is not; the
   *     rules stay as they are
   */
  public void rules(NoiseRules others) {
    notices = new Notices(others, settings);
    work = new PlannedWork(others, settings.intents());
    rules = others;
  }

  /**
   * Takes the next row.
   *
   * @return what it brought about, and what was called since the row before; mostly nothing
   * @throws IllegalArgumentException if time does not advance, or the row is not of as many
   *     intents; nothing is changed
   */
  public List<IncidentEvent> accept(IncidentRow row) {
    requireRow(row);
    List<IncidentEvent> events = List.of();
    heldBack = List.of();
    if (!state.goesOnAtRest(row)) {
      LifeStep step = new LifeStep(state, grouping, work, notices, row);
      step.run();
      events = step.events();
      heldBack = step.heldBack();
    }
    state.now = row.epochMillis();
    state.interrupted = false;
    return List.copyOf(events);
  }

  private void requireRow(IncidentRow row) {
    if (row.epochMillis() <= state.now) {
      throw new IllegalArgumentException(
          "time must advance, but %d ms came after %d ms".formatted(row.epochMillis(), state.now));
    }
    int alerts = row.alerts().size();
    if (alerts != 0 && alerts != settings.intents().size()) {
      throw new IllegalArgumentException(
          "alerts must be none or %d, one an intent, but were %d"
              .formatted(settings.intents().size(), alerts));
    }
    if (alerts != 0 && row.values().length != settings.kpis().size()) {
      throw new IllegalArgumentException(
          "values must be %d, one a KPI, but were %d"
              .formatted(settings.kpis().size(), row.values().length));
    }
    if (row.root() < 0 || row.root() >= settings.intents().size()) {
      throw new IllegalArgumentException(
          "root must be one of %d intents, but was %d"
              .formatted(settings.intents().size(), row.root()));
    }
  }

  /** The incidents that are open, the oldest first: they alert, or wait for their outcome. */
  public List<TrackedIncident> incidents() {
    return state.incidents.stream().filter(LiveIncident::isOpen).map(LiveIncident::view).toList();
  }

  /** What kept the operator from being told at the latest row. */
  public List<HeldBack> heldBack() {
    return heldBack;
  }

  /**
   * An operator knows of an open incident: it is not told again while it lasts. The next row tells
   * the event.
   *
   * @return whether there is one of that id that was not acknowledged before
   */
  public boolean acknowledged(String id) {
    for (LiveIncident incident : state.incidents) {
      if (incident.isOpen() && incident.acknowledged == NEVER && incident.id().equals(id)) {
        incident.acknowledged = state.now;
        incident.isAcknowledgementUntold = true;
        return true;
      }
    }
    return false;
  }

  /**
   * An open incident was acted on: that no intent fails is then no proof of a false alarm.
   *
   * @return whether there is one of that id
   */
  public boolean acted(String id) {
    boolean isKnown = false;
    for (LiveIncident incident : state.incidents) {
      if (incident.isOpen() && incident.id().equals(id)) {
        act(incident);
        isKnown = true;
      }
    }
    return isKnown;
  }

  /**
   * The open incidents that a time lies in were acted on.
   *
   * @param epochMillis from the opening to the latest alerting row, as that of a notification
   * @return whether there is one
   */
  public boolean actedAt(long epochMillis) {
    boolean isKnown = false;
    for (LiveIncident incident : state.incidents) {
      if (incident.isOpen() && incident.holds(epochMillis)) {
        act(incident);
        isKnown = true;
      }
    }
    return isKnown;
  }

  /**
   * The operator's verdict on the open incidents that a time lies in. It outweighs that none
   * failed, but not a failure: a false alarm is closed as one as soon as no alert of it runs, and
   * what was right is not closed as one.
   *
   * @param epochMillis from the opening to the latest alerting row, as that of a notification
   * @param falseAlarm whether no failure was coming
   * @return whether there is one that nothing or something else was said of
   */
  public boolean judgedAt(long epochMillis, boolean falseAlarm) {
    Said said = falseAlarm ? Said.FALSE_ALARM : Said.RIGHT;
    boolean isNews = false;
    for (LiveIncident incident : state.incidents) {
      if (incident.isOpen() && incident.holds(epochMillis) && incident.said != said) {
        incident.said = said;
        incident.isVerdictUntold = true;
        isNews = true;
      }
    }
    return isNews;
  }

  private void act(LiveIncident incident) {
    incident.isActionUntold |= incident.acted == NEVER;
    incident.acted = state.now;
  }

  /**
   * An intent failed. That counts for the incidents in which it alerted or of which it is the root
   * cause, else for all that it may be the failure of; in planned work for none.
   *
   * @param epochMillis when; also before the latest row
   * @return whether that is news: false if it, or a later one, was told before, or it lies in
   *     planned work
   * @throws IllegalArgumentException if there is no such intent
   */
  public boolean failed(String intent, long epochMillis) {
    int index = settings.intent(intent);
    state.outcomesTold = true;
    if (work.until(index, epochMillis) != PlannedWork.NONE) {
      return false;
    }
    boolean isNews = state.failures.fail(index, epochMillis);
    boolean isOfSome =
        state.incidents.stream().anyMatch(i -> i.mayHold(epochMillis) && i.isOf(index));
    for (LiveIncident incident : state.incidents) {
      if (incident.mayHold(epochMillis) && (incident.isOf(index) || !isOfSome)) {
        boolean isItsNews = incident.failures.fail(index, epochMillis);
        incident.isFailureUntold |= isItsNews;
        isNews |= isItsNews;
      }
    }
    return isNews;
  }

  /**
   * An intent that failed works again; or it is well, which tells that failures will be told.
   *
   * @param epochMillis when; not before it failed, else it says nothing
   * @return whether that is news: false if it had not failed
   * @throws IllegalArgumentException if there is no such intent
   */
  public boolean recovered(String intent, long epochMillis) {
    int index = settings.intent(intent);
    state.outcomesTold = true;
    state.recoveriesTold = true;
    boolean isNews = state.failures.recover(index, epochMillis);
    for (LiveIncident incident : state.incidents) {
      if (incident.isOpen()) {
        incident.isFailureUntold |= incident.failures.recover(index, epochMillis);
      }
    }
    return isNews;
  }

  /** Whether all intents are worked at, or were until shortly before: nothing counts then. */
  public boolean isPlanned(long epochMillis) {
    if (rules.windows().isEmpty()) {
      return false;
    }
    for (int intent = 0; intent < settings.intents().size(); intent++) {
      if (work.until(intent, epochMillis) == PlannedWork.NONE) {
        return false;
      }
    }
    return true;
  }

  /** The time of the latest row; {@link Long#MIN_VALUE} before the first and after a restart. */
  public long lastEpochMillis() {
    return state.now;
  }

  /**
   * The next row may be of any time, also an earlier one. Open incidents are told to have ended for
   * want of data with it; failures are forgotten.
   */
  public void restartAtAnyTime() {
    state.now = Long.MIN_VALUE;
    state.interrupted = true;
    state.failures.clear();
  }

  /**
   * Forgets all but the rules.
   *
   * @param epochMillis after which the next row comes; {@link Long#MIN_VALUE} if at any time
   */
  public void beginAfter(long epochMillis) {
    state.clear();
    state.now = epochMillis;
    heldBack = List.of();
  }

  /** Writes the state without the rules; {@link #resume} goes on from it bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    state.writeTo(out);
  }

  /**
   * Goes on from a written state, that of a life of as many intents. The rules stay as they are;
   * {@link #heldBack()} is empty until the next row.
   *
   * @throws IOException if reading fails, or the state is of another version, of another number of
   *     intents, or contradicts itself; the life is then of no use
   */
  public void resume(DataInput in) throws IOException {
    state.resume(in);
    heldBack = List.of();
  }
}
