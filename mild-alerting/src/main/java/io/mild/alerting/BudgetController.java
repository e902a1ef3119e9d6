package io.mild.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Moves the threshold of an incident alert by the operator's verdicts, so that false positives keep
 * a budget: {@code τ(t) = τ_naive + δ(t)}.
 *
 * <p>Each notification judged false raises {@code δ} by {@link #STEP}; time lowers it by {@code
 * STEP · 0.85 · budget} a day, so that it stands still at 0.85 of the budget. It is kept in 0 to
 * {@link #MOST}. A pause of more than an hour between two calls lowers it by one hour's worth only:
 * nothing was watched in it, so that nothing could be judged false.
 *
 * <p><b>When verdicts stop.</b> A notification is <i>due</i> 24 hours after it was made. While
 * three or more of the last ten due ones have no verdict the controller {@link #isFallenBack falls
 * back}: {@code δ} is kept at or above {@code τ_fallback − τ_naive}, and so sinks to the static
 * threshold, not below it. Silence is never taken for approval. A later verdict counts as long as
 * its notification is one of those ten; with enough of them {@code δ} goes on from where it is.
 *
 * <p>Time is passed in. Not thread-safe: one controller belongs to one thread at a time.
 */
public final class BudgetController {
  /** 0.25 log-odds. */
  public static final double STEP = 0.25;

  /** 2 log-odds above the naive threshold; the static threshold, if that is higher still. */
  public static final double MOST = 2;

  /** 24 hours. */
  public static final Duration VERDICT_DUE_AFTER = Duration.ofHours(24);

  private static final double TARGET = 0.85;

  // With 30 % of the verdicts missing the budget is kept in four blocks of five only.
  private static final int WATCHED = 10;
  private static final int TOO_MANY_UNJUDGED = 3;
  private static final long LONGEST_STEP_MILLIS = Duration.ofHours(1).toMillis();
  private static final double MILLIS_PER_DAY = Duration.ofDays(1).toMillis();
  private static final int STATE_VERSION = 1;

  private final Thresholds thresholds;
  private final Deque<Notification> notifications = new ArrayDeque<>();
  private double delta;
  private long now = Long.MIN_VALUE;

  /**
   * What a controller moves between, all tuned on one history, log-odds.
   *
   * @param naive the lowest that keeps the budget on the history itself
   * @param start where the controller begins: the threshold of confidence 0.9
   * @param fallback the static threshold: that of confidence 0.95
   * @param budgetPerDay false positives a day, above 0
   */
  public record Thresholds(double naive, double start, double fallback, double budgetPerDay) {
    /**
     * Thresholds.
     *
     * @throws IllegalArgumentException if they or their differences are not finite, they do not
     *     rise, or the budget is not above 0 and finite
     */
    public Thresholds {
      if (!(Double.isFinite(naive)
          && naive <= start
          && start <= fallback
          && Double.isFinite(fallback)
          && Double.isFinite(fallback - naive))) {
        throw new IllegalArgumentException(
            "naive, start and fallback must be finite and rise, but were "
                + naive
                + ", "
                + start
                + ", "
                + fallback);
      }
      if (!(budgetPerDay > 0 && budgetPerDay < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "budget must be above 0 a day and finite, but was " + budgetPerDay);
      }
    }

    private double fallbackDelta() {
      return fallback - naive;
    }
  }

  private static final class Notification {
    final long epochMillis;
    boolean judged;

    Notification(long epochMillis, boolean judged) {
      this.epochMillis = epochMillis;
      this.judged = judged;
    }
  }

  /** A controller at its start. */
  public BudgetController(Thresholds thresholds) {
    this.thresholds = thresholds;
    delta = clamp(thresholds.start() - thresholds.naive());
  }

  /**
   * Goes on to a time.
   *
   * @param epochMillis not before that of the previous call
   * @return {@link #threshold()} at that time
   * @throws IllegalArgumentException if time runs backwards; nothing is changed
   */
  public double advanceTo(long epochMillis) {
    if (epochMillis < now) {
      throw new IllegalArgumentException(
          "time must not run backwards, but " + epochMillis + " ms came after " + now + " ms");
    }
    if (now != Long.MIN_VALUE) {
      // As a double, for the difference of two longs may overflow.
      double elapsed = Math.min((double) epochMillis - now, LONGEST_STEP_MILLIS);
      delta -= STEP * TARGET * thresholds.budgetPerDay() * elapsed / MILLIS_PER_DAY;
    }
    now = epochMillis;
    forgetAllButTheLastDue();
    delta = clamp(delta);
    return threshold();
  }

  /**
   * A notification was made at the time that was advanced to.
   *
   * @throws IllegalStateException if no time was advanced to
   */
  public void notified() {
    if (now == Long.MIN_VALUE) {
      throw new IllegalStateException("advance to a time first");
    }
    notifications.addLast(new Notification(now, false));
  }

  /**
   * The operator's verdict on a notification, in force at once.
   *
   * @param notificationEpochMillis when it was made
   * @param falseAlarm whether no failure was coming
   * @return whether the verdict counted: false if the notification is not known (any more) or was
   *     judged before
   */
  public boolean judged(long notificationEpochMillis, boolean falseAlarm) {
    for (Notification notification : notifications) {
      if (notification.epochMillis == notificationEpochMillis && !notification.judged) {
        notification.judged = true;
        delta = clamp(falseAlarm ? delta + STEP : delta);
        return true;
      }
    }
    return false;
  }

  /** {@code τ_naive + δ} at the time that was advanced to, log-odds. */
  public double threshold() {
    return thresholds.naive() + delta;
  }

  /** What the static threshold is to be raised by, log-odds; below 0 where it is to be lowered. */
  public double shift() {
    return threshold() - thresholds.fallback();
  }

  /** Whether too few of the last due notifications were judged for verdicts to be relied on. */
  public boolean isFallenBack() {
    return notifications.stream().limit(due()).filter(due -> !due.judged).count()
        >= TOO_MANY_UNJUDGED;
  }

  /** The time that was advanced to last; {@link Long#MIN_VALUE} if there was none. */
  public long lastEpochMillis() {
    return now;
  }

  /**
   * Goes on from any time, also an earlier one. The threshold stays where it is; notifications of
   * before can't be judged any more.
   */
  public void restartAtAnyTime() {
    now = Long.MIN_VALUE;
    notifications.clear();
  }

  /** Writes the state, from which {@link #resume} goes on bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(STATE_VERSION);
    out.writeDouble(delta);
    out.writeLong(now);
    out.writeInt(notifications.size());
    for (Notification notification : notifications) {
      out.writeLong(notification.epochMillis);
      out.writeBoolean(notification.judged);
    }
  }

  /**
   * Goes on from a written state, that of a controller of these thresholds or, as after a new
   * training, of others: {@code δ} is kept.
   *
   * @throws IOException if reading fails, or the state is of another version or contradicts itself;
   *     the controller is then of no use
   */
  public void resume(DataInput in) throws IOException {
    int version = in.readInt();
    if (version != STATE_VERSION) {
      throw new IOException(
          "controller state must be of version " + STATE_VERSION + ", but was of " + version);
    }
    double writtenDelta = in.readDouble();
    if (!(writtenDelta >= 0 && writtenDelta < Double.POSITIVE_INFINITY)) {
      throw new IOException("delta must be finite and at least 0, but was " + writtenDelta);
    }
    now = in.readLong();
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("notifications must not be fewer than 0, but were " + count);
    }
    notifications.clear();
    long before = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      long epochMillis = in.readLong();
      if (epochMillis < before || epochMillis > now) {
        throw new IOException(
            "notifications must follow one another up to "
                + now
                + " ms, but one was at "
                + epochMillis
                + " ms");
      }
      notifications.addLast(new Notification(epochMillis, in.readBoolean()));
      before = epochMillis;
    }
    forgetAllButTheLastDue();
    delta = clamp(writtenDelta);
  }

  private void forgetAllButTheLastDue() {
    for (int surplus = due() - WATCHED; surplus > 0; surplus--) {
      notifications.removeFirst();
    }
  }

  /** How many of the notifications, which are in order of time, are due. */
  private int due() {
    int due = 0;
    for (Notification notification : notifications) {
      due += (double) now - notification.epochMillis >= VERDICT_DUE_AFTER.toMillis() ? 1 : 0;
    }
    return due;
  }

  private double clamp(double delta) {
    double least = isFallenBack() ? thresholds.fallbackDelta() : 0;
    return Math.max(least, Math.min(delta, Math.max(MOST, thresholds.fallbackDelta())));
  }
}
