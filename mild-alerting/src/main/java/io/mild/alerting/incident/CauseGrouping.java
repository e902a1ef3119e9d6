package io.mild.alerting.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which incident an alert belongs to: one of the same cause.
 *
 * <p>The cause of an alert is the intent that the verdict names when it goes on. That is the cause
 * of an incident if it is the incident's root or an intent that alerted in it; if the root is known
 * to affect the intent, or the intent the root; if the verdict is not sure and the root may be it;
 * or if the incident's own root is not settled yet, for then nothing speaks for a second fault.
 */
final class CauseGrouping {
  private final LifeSettings settings;

  CauseGrouping(LifeSettings settings) {
    this.settings = settings;
  }

  /** The incident: one that alerts, else one that waits for its outcome, else a closed one. */
  @Nullable LiveIncident find(List<LiveIncident> incidents, int intent, IncidentRow row) {
    LiveIncident found = null;
    for (LiveIncident incident : incidents) {
      boolean better = found == null || rank(incident) > rank(found);
      if (better && isSame(incident, intent, row)) {
        found = incident;
      }
    }
    return found;
  }

  private static int rank(LiveIncident incident) {
    return incident.isAlerting() ? 2 : incident.isOpen() ? 1 : 0;
  }

  private boolean isSame(LiveIncident incident, int intent, IncidentRow row) {
    int root = incident.root.root();
    int cause = row.causeOf(intent);
    if (cause == root || isRelated(root, intent)) {
      return incident.isOpen() || isWithinReach(incident, row);
    }
    boolean isUnsure = !incident.root.isSettled() || row.mayBeRoot(root);
    if (incident.isAlerting()) {
      return isUnsure || incident.affected.get(cause);
    }
    return isUnsure
        && incident.affected.get(intent)
        && (incident.isOpen() || isWithinReach(incident, row));
  }

  private boolean isWithinReach(LiveIncident incident, IncidentRow row) {
    return row.epochMillis() - incident.closed <= settings.reopenWithin().toMillis();
  }

  private boolean isRelated(int root, int intent) {
    String cause = settings.intents().get(root);
    String other = settings.intents().get(intent);
    return settings.causes().affects(cause, other) || settings.causes().affects(other, cause);
  }
}
