package io.mild.alerting.incident;

import static io.mild.alerting.incident.FailureTimes.NEVER;
import static io.mild.alerting.incident.FailureTimes.instant;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that is remembered of an incident that is open, or was until shortly ago. */
final class LiveIncident {
  /** An operator's verdict. The order is part of the written state. */
  enum Said {
    NOTHING,
    RIGHT,
    FALSE_ALARM
  }

  private static final Said[] VERDICTS = Said.values();
  private static final Severity[] SEVERITIES = Severity.values();
  private static final Closing[] CLOSINGS = Closing.values();
  private static final int OPEN = -1;
  private static final int RADIX = 36;
  private static final int MOST_PERIODS_WATCHED = 2;

  private final LifeSettings settings;
  final BitSet running = new BitSet(); // intents whose alerts run
  final BitSet affected = new BitSet(); // intents that alerted
  final NamedRoot root;
  final FailureTimes failures;

  String fingerprint = "";
  long number;
  long opened;

  /** The latest alerting row. */
  long lastOn;

  /** Since when each row alerts; {@link FailureTimes#NEVER} where the latest did not. */
  long onSince = NEVER;

  /** For how long rows with data have come since the latest alerting one. */
  long watchedMillis;

  Severity severity = Severity.LOW;
  double probability;
  TimeLeft timeLeft = new TimeLeft(Duration.ZERO, Duration.ZERO);

  /** The end of the time left when it was told last. */
  long toldMostMillis;

  double confidence;
  long acknowledged = NEVER;
  long acted = NEVER;
  long notified = NEVER;

  /** What the operator said of it. */
  Said said = Said.NOTHING;

  /** Whether the operator is to be told as soon as no rule holds it back. */
  boolean isNoticeDue = true;

  /** What was said by calls and not told in an event yet. */
  boolean isAcknowledgementUntold;

  boolean isActionUntold;
  boolean isFailureUntold;
  boolean isVerdictUntold;

  /** Whether its last alert ended for want of data. */
  boolean isWithoutData;

  /** Whether planned work took alerts out of it. */
  boolean isPlanned;

  /** What keeps it from being told, as was found last, and of which intents; not of the state. */
  @Nullable HeldBack heldBack;

  BitSet heldBackIntents = new BitSet();

  @Nullable Closing closing;
  long closed = NEVER;

  LiveIncident(LifeSettings settings) {
    this.settings = settings;
    root = new NamedRoot(settings.spanRows());
    failures = new FailureTimes(settings.intents().size());
  }

  boolean isOpen() {
    return closing == null;
  }

  boolean isAlerting() {
    return !running.isEmpty();
  }

  /** The fingerprint, the minute of opening and the number. */
  String id() {
    return fingerprint + "-" + Long.toString(opened, RADIX) + "-" + Long.toString(number, RADIX);
  }

  /** Until when a failure is still one of this incident. */
  long deadline() {
    return lastOn + settings.outcomeMillis();
  }

  /**
   * Whether a failure at a time may be one of it: while it alerts, and until the deadline; also if
   * it was closed for any other reason than a failure or planned work, since it is told late then.
   */
  boolean mayHold(long failed) {
    return failed >= opened - settings.outcomeMillis()
        && (isAlerting() || failed <= deadline())
        && (isOpen() || closing != Closing.FAILED && !isPlanned);
  }

  /** Whether a time lies in it. */
  boolean holds(long epochMillis) {
    return opened <= epochMillis && epochMillis <= lastOn;
  }

  /** Whether a failure would have come: somebody acted, or saw it coming. */
  boolean isAverted() {
    return acted != NEVER || said == Said.RIGHT;
  }

  /** Whether nothing of it is to be told at a row at which no alert runs or ended. */
  boolean isAtRest() {
    return !isAlerting()
        && !isAcknowledgementUntold
        && !isActionUntold
        && !isFailureUntold
        && !isVerdictUntold;
  }

  /** Takes in that a row with data came which does not alert. */
  void watch(long sinceLastRow) {
    long most = MOST_PERIODS_WATCHED * settings.period().toMillis();
    watchedMillis += Math.min(sinceLastRow, most);
  }

  boolean isOf(int intent) {
    return affected.get(intent) || root.root() == intent;
  }

  List<String> names(BitSet intents) {
    return intents.stream().mapToObj(settings.intents()::get).toList();
  }

  String rootName() {
    return settings.intents().get(root.root());
  }

  /** As it stands. */
  TrackedIncident view() {
    return new TrackedIncident(
        id(),
        fingerprint,
        Instant.ofEpochMilli(opened),
        Instant.ofEpochMilli(lastOn),
        isAlerting(),
        rootName(),
        root.probability(),
        names(affected),
        severity,
        probability,
        timeLeft,
        confidence,
        instant(notified),
        instant(acknowledged),
        instant(acted),
        failures.facts(settings.intents()),
        Optional.ofNullable(closing));
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeUTF(fingerprint);
    out.writeLong(number);
    writeIntents(out, running);
    writeIntents(out, affected);
    root.writeTo(out);
    failures.writeTo(out);
    for (long time : new long[] {opened, lastOn, onSince, acknowledged, acted, notified, closed}) {
      out.writeLong(time);
    }
    out.writeLong(watchedMillis);
    out.writeByte(severity.ordinal());
    out.writeDouble(probability);
    out.writeLong(timeLeft.least().toMillis());
    out.writeLong(timeLeft.most().toMillis());
    out.writeLong(toldMostMillis);
    out.writeDouble(confidence);
    out.writeBoolean(isNoticeDue);
    out.writeBoolean(isAcknowledgementUntold);
    out.writeBoolean(isActionUntold);
    out.writeBoolean(isFailureUntold);
    out.writeBoolean(isWithoutData);
    out.writeBoolean(isPlanned);
    out.writeByte(closing == null ? OPEN : closing.ordinal());
    out.writeByte(said.ordinal());
    out.writeBoolean(isVerdictUntold);
  }

  private void writeIntents(DataOutput out, BitSet intents) throws IOException {
    byte[] bits = new byte[bytes()];
    byte[] set = intents.toByteArray();
    System.arraycopy(set, 0, bits, 0, set.length);
    out.write(bits);
  }

  private int bytes() {
    return (settings.intents().size() + Byte.SIZE - 1) / Byte.SIZE;
  }

  /**
   * Reads what was written.
   *
   * @param withVerdict whether an operator's verdict is there, as it is from version 2 on
   */
  static LiveIncident resume(LifeSettings settings, DataInput in, boolean withVerdict)
      throws IOException {
    LiveIncident incident = new LiveIncident(settings);
    incident.resume(in);
    if (withVerdict) {
      incident.said = VERDICTS[ordinal(in.readUnsignedByte(), VERDICTS.length, "verdict")];
      incident.isVerdictUntold = in.readBoolean();
    }
    incident.requireConsistent();
    return incident;
  }

  private void resume(DataInput in) throws IOException {
    fingerprint = in.readUTF();
    number = in.readLong();
    readIntents(in, running);
    readIntents(in, affected);
    root.resume(in, settings.intents().size());
    failures.resume(in);
    opened = in.readLong();
    lastOn = in.readLong();
    onSince = in.readLong();
    acknowledged = in.readLong();
    acted = in.readLong();
    notified = in.readLong();
    closed = in.readLong();
    watchedMillis = in.readLong();
    severity = SEVERITIES[ordinal(in.readUnsignedByte(), SEVERITIES.length, "severity")];
    probability = in.readDouble();
    timeLeft = timeLeft(in.readLong(), in.readLong());
    toldMostMillis = in.readLong();
    confidence = in.readDouble();
    isNoticeDue = in.readBoolean();
    isAcknowledgementUntold = in.readBoolean();
    isActionUntold = in.readBoolean();
    isFailureUntold = in.readBoolean();
    isWithoutData = in.readBoolean();
    isPlanned = in.readBoolean();
    int ordinal = in.readByte();
    closing = ordinal == OPEN ? null : CLOSINGS[ordinal(ordinal, CLOSINGS.length, "closing")];
  }

  private void readIntents(DataInput in, BitSet intents) throws IOException {
    byte[] bits = new byte[bytes()];
    in.readFully(bits);
    intents.or(BitSet.valueOf(bits));
    if (intents.length() > settings.intents().size()) {
      throw new IOException(
          "intents must be of %d, but were %s".formatted(settings.intents().size(), intents));
    }
  }

  private static int ordinal(int ordinal, int count, String name) throws IOException {
    if (ordinal < 0 || ordinal >= count) {
      throw new IOException("%s must be below %d, but was %d".formatted(name, count, ordinal));
    }
    return ordinal;
  }

  private static TimeLeft timeLeft(long least, long most) throws IOException {
    if (least < 0 || most < least) {
      throw new IOException(
          "time left must be from 0 up, but was %d to %d ms".formatted(least, most));
    }
    return new TimeLeft(Duration.ofMillis(least), Duration.ofMillis(most));
  }

  private void requireConsistent() throws IOException {
    BitSet strangers = (BitSet) running.clone();
    strangers.andNot(affected);
    boolean isPossible =
        opened <= lastOn
            && !affected.isEmpty()
            && strangers.isEmpty()
            && (isOpen() ? closed == NEVER : closed != NEVER && !isAlerting())
            && probability >= 0
            && probability <= 1
            && confidence >= 0
            && confidence <= 1
            && watchedMillis >= 0
            && toldMostMillis >= 0;
    if (!isPossible) {
      throw new IOException("incident %s contradicts itself".formatted(fingerprint));
    }
  }
}
