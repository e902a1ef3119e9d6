package io.mild.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds out what became of each notification of an incident: by the failures that are told, or by
 * its operator, whose word outweighs.
 *
 * <p>Asked is the incident, not the notification alone, for a drift may take its time: it was right
 * if an intent is broken at the notification or fails until the earlier of
 *
 * <ul>
 *   <li>the horizon and two smoothing spans after the episode's last on-minute,
 *   <li>two and a half horizons after the notification;
 * </ul>
 *
 * <p>and false if none has by then. An intent counts as broken until a quiet gap after it
 * recovered. A failure settles at once, also one that is told late. Where nobody ever told of a
 * failure or a recovery, notifications have no outcome but the operator's.
 */
final class OutcomeJudge {
  /** Of those that are due, the last ones tell whether anybody judges. */
  private static final int WATCHED = 10;

  /** With 30 % of the verdicts missing the budget is kept in four blocks of five only. */
  private static final int TOO_MANY_UNJUDGED = 3;

  /** That are remembered, however often an alert notifies. */
  private static final int MOST = 64;

  private static final double HORIZONS = 2.5;
  private static final int SPANS = 2;
  private static final Duration DUE_AFTER = Duration.ofHours(24);

  /** What is known of a notification. The order is part of the written state. */
  private enum Outcome {
    OPEN,
    /** Its time is over, and nobody told. */
    UNKNOWN,
    RIGHT,
    FALSE,
    /** Acted on, or overtaken by planned work: none. */
    EXCUSED
  }

  private static final Outcome[] OUTCOMES = Outcome.values();

  private static final class Notification {
    final long epochMillis;
    final long onset;
    long lastOn;
    Outcome outcome = Outcome.OPEN;
    boolean byOperator;

    Notification(long epochMillis, long onset, long lastOn) {
      this.epochMillis = epochMillis;
      this.onset = onset;
      this.lastOn = lastOn;
    }

    boolean isWithoutOutcome() {
      return outcome == Outcome.OPEN || outcome == Outcome.UNKNOWN;
    }
  }

  private final Deque<Notification> notifications = new ArrayDeque<>();
  private final OutageLog outages;
  private final long afterLastOn;
  private final long afterNotification;
  private final long afterRecovery;
  private final long dueAfter;
  private int falseOutcomes;

  /**
   * A judge who knows of nothing.
   *
   * @param policy of the alerts
   * @param horizon how far ahead they look
   * @param period of the rows
   */
  OutcomeJudge(AlertPolicy policy, Duration horizon, Duration period) {
    int span = policy.rules().stream().mapToInt(AlertRule::span).max().orElseThrow();
    outages = new OutageLog(policy.rules().size());
    // As doubles, for no model is too odd to be loaded.
    afterLastOn = Math.round(horizon.toMillis() + (double) SPANS * span * period.toMillis());
    afterNotification = Math.round(HORIZONS * horizon.toMillis());
    afterRecovery = policy.quietGap().toMillis();
    dueAfter = Math.max(DUE_AFTER.toMillis(), afterNotification);
  }

  /** For how long outcomes are remembered, and how late or early failures may be told. */
  long memoryMillis() {
    return dueAfter;
  }

  /** Whether anybody tells of failures. */
  boolean isTold() {
    return outages.isTold();
  }

  /**
   * Goes on to a time, at which what is over is settled.
   *
   * @param masked whether work is planned, so that what is open has no outcome
   */
  void advanceTo(long now, boolean masked) {
    for (Notification notification : notifications) {
      if (notification.outcome == Outcome.OPEN) {
        if (masked) {
          notification.outcome = Outcome.EXCUSED;
        } else if (isOver(notification, now)) {
          close(notification);
        }
      }
    }
    outages.forgetBefore(before(now, dueAfter));
    for (int surplus = due(now) - WATCHED; surplus > 0; surplus--) {
      notifications.removeFirst();
    }
  }

  private boolean isOver(Notification notification, long now) {
    // As doubles, for differences of longs may overflow.
    return (double) now - notification.lastOn > afterLastOn
        || (double) now - notification.epochMillis > afterNotification;
  }

  private void close(Notification notification) {
    settleByFailures(notification);
    if (notification.outcome == Outcome.OPEN) {
      become(notification, isTold() ? Outcome.FALSE : Outcome.UNKNOWN);
    }
  }

  /**
   * Takes what the incident's alert did at the time that was advanced to.
   *
   * @param isTold whether the operator was told of it now
   * @param masked as there
   */
  void accept(long now, Episode incident, boolean isTold, boolean masked) {
    if (!incident.isRunning()) {
      return;
    }
    boolean excused = masked;
    for (Notification notification : notifications) {
      if (notification.onset == incident.onsetEpochMillis()) {
        notification.lastOn = incident.lastOnEpochMillis();
        excused |= notification.outcome == Outcome.EXCUSED;
      }
    }
    if (isTold) {
      Notification notification = new Notification(now, incident.onsetEpochMillis(), now);
      notification.outcome = excused ? Outcome.EXCUSED : Outcome.OPEN;
      settleByFailures(notification);
      if (notifications.size() == MOST) {
        notifications.removeFirst();
      }
      notifications.addLast(notification);
    }
  }

  /** An intent failed. Returns whether that is news. */
  boolean failed(int intent, long epochMillis) {
    boolean news = outages.failed(intent, epochMillis);
    notifications.forEach(this::settleByFailures);
    return news;
  }

  /** An intent recovered, or was well. Returns whether that is news. */
  boolean recovered(int intent, long epochMillis) {
    boolean news = outages.recovered(intent, epochMillis);
    notifications.forEach(this::settleByFailures);
    return news;
  }

  private void settleByFailures(Notification notification) {
    if (notification.byOperator || notification.outcome == Outcome.EXCUSED) {
      return;
    }
    long until =
        Math.min(
            after(notification.lastOn, afterLastOn),
            after(notification.epochMillis, afterNotification));
    if (outages.anyBroken(before(notification.epochMillis, afterRecovery), until)) {
      become(notification, Outcome.RIGHT);
    }
  }

  /**
   * The failure that a notification told of was averted: its episode has no outcome.
   *
   * @return whether that counts: false if the notification is not known (any more), has come true,
   *     was judged by the operator, or is of an episode without outcome
   */
  boolean acted(long notificationEpochMillis) {
    for (Notification acted : notifications) {
      if (acted.epochMillis == notificationEpochMillis
          && !acted.byOperator
          && acted.outcome != Outcome.RIGHT
          && acted.outcome != Outcome.EXCUSED) {
        excuse(acted.onset);
        return true;
      }
    }
    return false;
  }

  private void excuse(long onset) {
    for (Notification notification : notifications) {
      if (notification.onset == onset && !notification.byOperator) {
        become(notification, Outcome.EXCUSED);
      }
    }
  }

  /**
   * The operator's verdict.
   *
   * @return whether it counts: false if the notification is not known (any more) or was judged by
   *     the operator before
   */
  boolean judged(long notificationEpochMillis, boolean falseAlarm) {
    for (Notification notification : notifications) {
      if (notification.epochMillis == notificationEpochMillis && !notification.byOperator) {
        become(notification, falseAlarm ? Outcome.FALSE : Outcome.RIGHT);
        notification.byOperator = true;
        return true;
      }
    }
    return false;
  }

  private void become(Notification notification, Outcome outcome) {
    falseOutcomes -= notification.outcome == Outcome.FALSE ? 1 : 0;
    falseOutcomes += outcome == Outcome.FALSE ? 1 : 0;
    notification.outcome = outcome;
  }

  /** How many proved false since this was asked last, less those that did not after all. */
  int takeFalseOutcomes() {
    int found = falseOutcomes;
    falseOutcomes = 0;
    return found;
  }

  /**
   * Whether too few of the last notifications have an outcome, as nobody tells and nobody judges.
   */
  boolean isLeftAlone(long now) {
    return !isTold()
        && notifications.stream().limit(due(now)).filter(Notification::isWithoutOutcome).count()
            >= TOO_MANY_UNJUDGED;
  }

  /** Whether anybody tells of failures, or judged one of the latest notifications. */
  boolean isHeard() {
    return isTold() || notifications.stream().anyMatch(its -> its.byOperator);
  }

  /** How many of the notifications, which are in order of time, are due. */
  private int due(long now) {
    int due = 0;
    for (Notification notification : notifications) {
      due += (double) now - notification.epochMillis >= dueAfter ? 1 : 0;
    }
    return due;
  }

  /** Forgets all that has a time, as any may come next. */
  void forgetTimes() {
    notifications.clear();
    outages.forgetTimes();
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(notifications.size());
    for (Notification notification : notifications) {
      out.writeLong(notification.epochMillis);
      out.writeLong(notification.onset);
      out.writeLong(notification.lastOn);
      out.writeByte(notification.outcome.ordinal());
      out.writeBoolean(notification.byOperator);
    }
    outages.writeTo(out);
  }

  /** Goes on from a written state of notifications up to a time. */
  void resume(DataInput in, long now) throws IOException {
    notifications.clear();
    for (int left = count(in); left > 0; left--) {
      Notification notification = new Notification(in.readLong(), in.readLong(), in.readLong());
      int outcome = in.readUnsignedByte();
      if (outcome >= OUTCOMES.length) {
        throw new IOException("outcome must be below " + OUTCOMES.length + ", but was " + outcome);
      }
      notification.outcome = OUTCOMES[outcome];
      notification.byOperator = in.readBoolean();
      addRead(notification, now);
    }
    outages.resume(in);
  }

  /** Goes on from the state of version 1, which knew of the operator's verdicts alone. */
  void resumeVerdicts(DataInput in, long now) throws IOException {
    notifications.clear();
    outages.clear();
    for (int left = count(in); left > 0; left--) {
      long epochMillis = in.readLong();
      Notification notification = new Notification(epochMillis, epochMillis, epochMillis);
      notification.byOperator = in.readBoolean();
      notification.outcome = notification.byOperator ? Outcome.RIGHT : Outcome.OPEN;
      addRead(notification, now);
    }
  }

  private static int count(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("notifications must not be fewer than 0, but were " + count);
    }
    return count;
  }

  private void addRead(Notification notification, long now) throws IOException {
    long before = notifications.isEmpty() ? Long.MIN_VALUE : notifications.getLast().epochMillis;
    if (notification.epochMillis < before || notification.epochMillis > now) {
      throw new IOException(
          "notifications must follow one another up to %d ms, but one was at %d ms"
              .formatted(now, notification.epochMillis));
    }
    if (notifications.size() == MOST) {
      notifications.removeFirst();
    }
    notifications.addLast(notification);
  }

  private static long after(long epochMillis, long millis) {
    return epochMillis > Long.MAX_VALUE - millis ? Long.MAX_VALUE : epochMillis + millis;
  }

  private static long before(long epochMillis, long millis) {
    return epochMillis < Long.MIN_VALUE + millis ? Long.MIN_VALUE : epochMillis - millis;
  }
}
