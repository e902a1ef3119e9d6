package io.mild.alerting.incident;

import io.mild.alerting.incident.IncidentEvent.Change.Aspect;
import java.time.Duration;
import java.util.Locale;

/** What a row says anew of an open incident: its root cause, the time left, its severity. */
final class Revision {
  /** The time left is told again when its end is so much nearer or farther. */
  private static final int TOLD_AGAIN = 2;

  /** Of the longest horizon: times shorter than that part of it are told alike. */
  private static final int FINEST = 16;

  private final Draft draft;
  private final LiveIncident incident;
  private final IncidentRow row;
  private final LifeState state;

  Revision(Draft draft, IncidentRow row, LifeState state) {
    this.draft = draft;
    this.incident = draft.incident;
    this.row = row;
    this.state = state;
  }

  /** Takes in what its alerts say at this row. */
  void ofAlerts() {
    reviseRoot();
    int leading = leading();
    incident.probability = row.alerts().get(leading).smoothedRisk();
    incident.timeLeft = row.timeLeft().apply(leading);
    reviseTimeLeft();
    raise(
        Severity.of(
            incident.probability,
            incident.timeLeft,
            state.settings.horizon(),
            incident.running.cardinality()));
  }

  private int leading() {
    int leading = incident.running.nextSetBit(0);
    for (int i = leading; i >= 0; i = incident.running.nextSetBit(i + 1)) {
      leading = risk(i) > risk(leading) ? i : leading;
    }
    return leading;
  }

  private double risk(int intent) {
    return row.alerts().get(intent).smoothedRisk();
  }

  private void reviseRoot() {
    if (draft.isNew()) {
      return;
    }
    String before = incident.rootName();
    if (isOfAnother()) {
      incident.root.accept(row.alerts().get(incident.root.root()).rootProbability());
    } else if (incident.root.accept(row, incident.affected.get(row.root()))) {
      draft.change(
          Aspect.ROOT_CAUSE,
          before,
          incident.rootName(),
          String.format(
              Locale.ROOT,
              "the root cause is %s (%.2f) rather than %s",
              incident.rootName(),
              incident.root.probability(),
              before));
    }
  }

  /** Whether the verdict is about another incident that alerts. */
  private boolean isOfAnother() {
    for (LiveIncident other : state.incidents) {
      if (other != incident && other.isAlerting() && other.isOf(row.root())) {
        return true;
      }
    }
    return false;
  }

  private void reviseTimeLeft() {
    long told = incident.toldMostMillis;
    long finest = state.settings.horizon().toMillis() / FINEST;
    long most = Math.max(finest, incident.timeLeft.most().toMillis());
    boolean isFarOff = most * TOLD_AGAIN <= told || told * TOLD_AGAIN <= most;
    if (draft.isNew() || isFarOff) {
      draft.change(
          Aspect.TIME_LEFT,
          "at most " + RuleText.text(Duration.ofMillis(told)),
          incident.timeLeft.toString(),
          "%s are left".formatted(incident.timeLeft));
      incident.toldMostMillis = most;
    }
  }

  /** What has failed is critical. */
  void ofFailures() {
    if (!incident.failures.isEmpty()) {
      raise(Severity.CRITICAL);
    }
  }

  private void raise(Severity severity) {
    if (severity.compareTo(incident.severity) > 0) {
      draft.change(
          Aspect.SEVERITY, incident.severity.toString(), severity.toString(), "it is " + severity);
      incident.severity = severity;
    }
  }
}
