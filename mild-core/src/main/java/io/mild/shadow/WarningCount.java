package io.mild.shadow;

import io.mild.Mild;
import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.TrackedIncident;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts one model's notifications, and what became of them. */
final class WarningCount {
  /** For how many longest horizons a late word may change what became of an incident. */
  private static final int HORIZONS_REMEMBERED = 12;

  /** What one incident told. */
  private record Warning(
      int notifications, long firstMillis, long lastAlertingMillis, boolean isFalse) {
    int falseNotifications() {
      return isFalse ? notifications : 0;
    }
  }

  private final long horizonMillis;
  private final Map<String, Warning> warnings = new LinkedHashMap<>(); // by the incident's id
  private int notifications;
  private int forgottenFalse;
  private int warned;
  private long leadMillis; // of all failures together

  WarningCount(Duration horizon) {
    horizonMillis = horizon.toMillis();
  }

  /**
   * Takes a row in.
   *
   * @param events what became of incidents at it
   * @param open the incidents that are open
   * @param begun when the trial began: incidents that were open before do not count
   */
  void accept(List<IncidentEvent> events, List<TrackedIncident> open, Instant begun) {
    for (IncidentEvent event : events) {
      if (!event.incident().opened().isBefore(begun)) {
        accept(event);
      }
    }
    for (TrackedIncident incident : open) {
      warnings.computeIfPresent(
          incident.id(),
          (id, warning) ->
              new Warning(
                  warning.notifications,
                  warning.firstMillis,
                  incident.lastAlerting().toEpochMilli(),
                  false));
    }
  }

  private void accept(IncidentEvent event) {
    TrackedIncident incident = event.incident();
    Warning before = warnings.get(incident.id());
    if (before == null && !event.isNotification()) {
      return;
    }
    int told = event.isNotification() ? 1 : 0;
    notifications += told;
    warnings.put(
        incident.id(),
        new Warning(
            told + (before == null ? 0 : before.notifications),
            before == null ? event.time().toEpochMilli() : before.firstMillis,
            incident.lastAlerting().toEpochMilli(),
            incident.closing().filter(Closing.FALSE_ALARM::equals).isPresent()));
  }

  /**
   * Takes a failure in.
   *
   * @return how long before it the first notification came of an incident that alerted within the
   *     longest horizon before it; 0 if none did, at most the longest horizon, in milliseconds
   */
  long failed(long failureMillis) {
    long lead =
        warnings.values().stream()
            .filter(warning -> warning.lastAlertingMillis + horizonMillis >= failureMillis)
            .mapToLong(warning -> Math.min(horizonMillis, failureMillis - warning.firstMillis))
            .filter(time -> time > 0)
            .max()
            .orElse(0);
    warned += lead > 0 ? 1 : 0;
    leadMillis += lead;
    return lead;
  }

  /** Forgets warnings of which nothing more can become. */
  void forget(long nowMillis) {
    long oldest = nowMillis - HORIZONS_REMEMBERED * horizonMillis;
    warnings
        .values()
        .removeIf(
            warning -> {
              boolean isOver = warning.lastAlertingMillis < oldest;
              forgottenFalse += isOver ? warning.falseNotifications() : 0;
              return isOver;
            });
  }

  /** The record so far. */
  TrackRecord of(Mild model, int failures) {
    return new TrackRecord(
        model.id(),
        notifications,
        forgottenFalse + warnings.values().stream().mapToInt(Warning::falseNotifications).sum(),
        warned,
        Duration.ofMillis(failures == 0 ? 0 : leadMillis / failures),
        model.model().falsePositiveBudget());
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(notifications);
    out.writeInt(forgottenFalse);
    out.writeInt(warned);
    out.writeLong(leadMillis);
    out.writeInt(warnings.size());
    for (Map.Entry<String, Warning> entry : warnings.entrySet()) {
      Warning warning = entry.getValue();
      out.writeUTF(entry.getKey());
      out.writeInt(warning.notifications);
      out.writeLong(warning.firstMillis);
      out.writeLong(warning.lastAlertingMillis);
      out.writeBoolean(warning.isFalse);
    }
  }

  void resume(DataInput in) throws IOException {
    notifications = in.readInt();
    forgottenFalse = in.readInt();
    warned = in.readInt();
    leadMillis = in.readLong();
    warnings.clear();
    for (int left = in.readInt(); left > 0; left--) {
      String id = in.readUTF();
      warnings.put(id, new Warning(in.readInt(), in.readLong(), in.readLong(), in.readBoolean()));
    }
  }
}
