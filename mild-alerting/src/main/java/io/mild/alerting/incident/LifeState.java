package io.mild.alerting.incident;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What an {@link IncidentLife} remembers. */
final class LifeState {
  private static final int VERSION = 2;

  /** Knew no verdicts of operators. */
  private static final int OLDEST = 1;

  final LifeSettings settings;
  final List<LiveIncident> incidents = new ArrayList<>();
  final FailureTimes failures;
  long now = Long.MIN_VALUE;

  /** How many incidents were opened. */
  long opened;

  /** Whether somebody tells failures. */
  boolean outcomesTold;

  /** Whether somebody tells recoveries. */
  boolean recoveriesTold;

  /** Whether the next row may be of any time. */
  boolean interrupted;

  LifeState(LifeSettings settings) {
    this.settings = settings;
    failures = new FailureTimes(settings.intents().size());
    outcomesTold = settings.outcomesKnown();
  }

  void clear() {
    incidents.clear();
    failures.clear();
    now = Long.MIN_VALUE;
    opened = 0;
    outcomesTold = settings.outcomesKnown();
    recoveriesTold = false;
    interrupted = false;
  }

  /**
   * Whether an intent has failed and is not known to work again: until some time after its
   * recovery, or where nobody tells recoveries, after its failure.
   */
  boolean isBroken(int intent, long time) {
    if (!failures.hasFailed(intent) || failures.failed(intent) > time) {
      return false;
    }
    long recovered = failures.recovered(intent);
    if (recovered != FailureTimes.NEVER) {
      return time - recovered <= settings.reopenWithin().toMillis();
    }
    return recoveriesTold || time - failures.failed(intent) <= settings.outcomeMillis();
  }

  /**
   * Takes in a row at which no alert runs or ended, if that changes no incident.
   *
   * @return whether it did not
   */
  boolean goesOnAtRest(IncidentRow row) {
    if (!row.alerts().isEmpty() || interrupted) {
      return false;
    }
    for (LiveIncident incident : incidents) {
      if (!incident.isAtRest()
          || isForgotten(incident, row.epochMillis())
          || incident.isOpen() && Ending.of(incident, this, row.epochMillis()) != null) {
        return false;
      }
    }
    for (LiveIncident incident : incidents) {
      if (incident.isOpen()) {
        incident.watch(row.isDark() ? 0 : row.epochMillis() - now);
      }
    }
    return true;
  }

  /**
   * Whether an incident is neither reopened any more nor the one of a failure that is told late.
   */
  boolean isForgotten(LiveIncident incident, long time) {
    return !incident.isOpen()
        && time > incident.deadline()
        && time - incident.closed > settings.reopenWithin().toMillis();
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(VERSION);
    out.writeInt(settings.intents().size());
    out.writeLong(now);
    out.writeLong(opened);
    out.writeBoolean(outcomesTold);
    out.writeBoolean(recoveriesTold);
    out.writeBoolean(interrupted);
    failures.writeTo(out);
    out.writeInt(incidents.size());
    for (LiveIncident incident : incidents) {
      incident.writeTo(out);
    }
  }

  void resume(DataInput in) throws IOException {
    int version = in.readInt();
    if (version < OLDEST || version > VERSION) {
      throw new IOException(
          "state of incidents must be of version %d to %d, but was of %d"
              .formatted(OLDEST, VERSION, version));
    }
    int intents = in.readInt();
    if (intents != settings.intents().size()) {
      throw new IOException(
          "state of incidents must be of %d intents, but was of %d"
              .formatted(settings.intents().size(), intents));
    }
    now = in.readLong();
    opened = in.readLong();
    outcomesTold = in.readBoolean() || settings.outcomesKnown();
    recoveriesTold = in.readBoolean();
    interrupted = in.readBoolean();
    failures.resume(in);
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("incidents must not be fewer than 0, but were " + count);
    }
    incidents.clear();
    for (int i = 0; i < count; i++) {
      LiveIncident incident = LiveIncident.resume(settings, in, version > OLDEST);
      requireIsOfThePast(incident);
      incidents.add(incident);
    }
  }

  private void requireIsOfThePast(LiveIncident incident) throws IOException {
    if (!interrupted && incident.lastOn > now || incident.number > opened) {
      throw new IOException(
          "incident %s must be of %d ms or before and one of %d, but was of %d ms and number %d"
              .formatted(incident.fingerprint, now, opened, incident.lastOn, incident.number));
    }
  }
}
