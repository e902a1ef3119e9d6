package io.mild.alerting.incident;

import io.mild.alerting.incident.IncidentEvent.Change;
import io.mild.alerting.incident.IncidentEvent.Change.Aspect;
import io.mild.alerting.incident.IncidentEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a row changes of an incident, until its events are told. */
final class Draft {
  private static final String OPEN = "open";
  private static final String CLOSED = "closed";
  private static final Set<Aspect> WORTH_TELLING =
      EnumSet.of(Aspect.ROOT_CAUSE, Aspect.SEVERITY, Aspect.INTENTS, Aspect.FAILURES);

  final LiveIncident incident;
  private final long now;
  private List<Change> changes = List.of(); // mostly none
  private Kind kind = Kind.REVISED;

  /** Whether it alerts again after so short a pause that it is not told anew. */
  boolean hasJustResumed;

  Draft(LiveIncident incident, long now) {
    this.incident = incident;
    this.now = now;
  }

  boolean isNew() {
    return kind == Kind.OPENED;
  }

  boolean isChanged() {
    return !changes.isEmpty();
  }

  /** Whether the incident begins, or begins again. */
  boolean isOpening() {
    return kind != Kind.REVISED;
  }

  /** Whether it is of what an operator who was told would want to know. */
  boolean isWorthTelling() {
    return changes.stream().anyMatch(change -> WORTH_TELLING.contains(change.aspect()));
  }

  void open(String why) {
    kind = Kind.OPENED;
    add(Aspect.STATE, "", OPEN, why);
  }

  void reopen(String why) {
    kind = Kind.REOPENED;
    add(Aspect.STATE, CLOSED, OPEN, why);
  }

  void change(Aspect aspect, String before, String after, String why) {
    if (!isNew()) { // an opening says all of itself
      add(aspect, before, after, why);
    }
  }

  private void add(Aspect aspect, String before, String after, String why) {
    changes = changes.isEmpty() ? new ArrayList<>() : changes;
    changes.add(new Change(aspect, before, after, why));
  }

  /**
   * Tells what changed.
   *
   * @param notice why the operator is told now; null if they aren't
   * @param heldBack what keeps the operator from being told; null if nothing does
   */
  void tell(List<IncidentEvent> events, @Nullable String notice, @Nullable HeldBack heldBack) {
    if (isChanged()) {
      boolean isTold = isOpening() && notice != null;
      events.add(
          new IncidentEvent(
              kind, time(), incident.view(), changes, isTold, Optional.ofNullable(heldBack)));
    }
    if (notice != null && !isOpening()) {
      tell(events, Kind.NOTIFIED, OPEN, OPEN, notice);
    }
  }

  void tellAcknowledged(List<IncidentEvent> events) {
    tell(
        events,
        Kind.ACKNOWLEDGED,
        OPEN,
        OPEN,
        "acknowledged at " + Instant.ofEpochMilli(incident.acknowledged));
  }

  void tellClosed(List<IncidentEvent> events, Ending ending) {
    tell(events, Kind.CLOSED, OPEN, ending.reason().toString(), ending.why());
  }

  private void tell(
      List<IncidentEvent> events, Kind step, String before, String after, String why) {
    Change change = new Change(Aspect.STATE, before, after, why);
    boolean isTold = step == Kind.NOTIFIED;
    events.add(
        new IncidentEvent(
            step, time(), incident.view(), List.of(change), isTold, Optional.empty()));
  }

  private Instant time() {
    return Instant.ofEpochMilli(now);
  }
}
