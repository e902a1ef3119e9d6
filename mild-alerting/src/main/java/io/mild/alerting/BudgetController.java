package io.mild.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Moves the threshold of an incident alert by what became of its notifications, so that false
 * positives keep a budget: {@code τ(t) = τ_naive + δ(t)}.
 *
 * <p>Each notification that proves false raises {@code δ} by {@link #STEP}; time lowers it by
 * {@code STEP · 0.80 · budget} a day, so that it stands still at 0.80 of the budget. {@code τ} is
 * kept between {@link #BELOW} below the naive threshold and {@link #ABOVE} above the static one. A
 * pause of more than an hour between two calls lowers it by one hour's worth only: nothing was
 * watched in it, so that nothing could prove false. Neither does planned work, during which nothing
 * counts.
 *
 * <p><b>What rests on little</b> moves further. Of a history in which the budget allowed fewer than
 * 14 false positives, nobody knows how often a threshold is reached: steps are {@code 14 / (budget
 * · (V + w))} times as large, V being its days and w those watched since, of the latest fourteen;
 * and both bounds {@code 14 / (budget · V)} times as far. Either is 1 to {@link #MOST_HASTE} times.
 * Such a threshold does not sink below the static one before somebody told of a failure or
 * recovery, or judged.
 *
 * <p><b>What became of a notification</b> its operator {@link #judged says}, or the controller
 * finds out from the {@link #failed failures} that it is told: an incident was right if an intent
 * is broken at the notification or fails until the horizon and two smoothing spans after the last
 * on-minute, but no later than two and a half horizons after the notification. The operator's word
 * outweighs, whichever comes first. An incident that was {@link #acted acted on} has no outcome:
 * else a good remedy would teach that its warning was false.
 *
 * <p><b>When failures go missing</b>, as a log goes silent, or remedies work and nobody says so,
 * true warnings prove false. Where clearly fewer failures were told of in the latest fourteen days
 * than the history's {@link FailureRate} lets expect, and where that is not known, the static
 * threshold is the highest.
 *
 * <p><b>When nobody tells and nobody judges</b> the static threshold is the lowest. A notification
 * is <i>due</i> 24 hours after it was made (or two and a half horizons, where that is more). Where
 * nobody ever told of a failure or recovery, and three or more of the last ten due notifications
 * have no verdict, {@code δ} sinks to the static threshold, not below it. Silence is never taken
 * for approval.
 *
 * <p>Time is passed in. Not thread-safe: one controller belongs to one thread at a time.
 */
public final class BudgetController {
  /** 0.25 log-odds, where the history was long enough. */
  public static final double STEP = 0.25;

  /** 1.5 log-odds below the naive threshold. */
  public static final double BELOW = 1.5;

  /** 1 log-odds above the static threshold. */
  public static final double ABOVE = 1;

  /** 4 times. */
  public static final double MOST_HASTE = 4;

  /** A history in which the budget allowed as many false positives could count them. */
  private static final double COUNTABLE = 14;

  private static final double TARGET = 0.80;
  private static final double FEWEST_DAYS = 1;
  private static final long LONGEST_STEP_MILLIS = Duration.ofHours(1).toMillis();
  private static final double MILLIS_PER_DAY = Duration.ofDays(1).toMillis();
  private static final int STATE_VERSION = 3;

  /** Of version 1 only operators told what became of notifications; 2 did not count false ones. */
  private static final int OLDEST_STATE_VERSION = 1;

  private final Thresholds thresholds;
  private final OutcomeJudge judge;
  private final DailyCount failures = new DailyCount();
  private final DailyCount falseAlarms = new DailyCount();
  private double delta;
  private long now = Long.MIN_VALUE;
  private boolean masked;

  /**
   * What a controller moves between, all tuned on one history, log-odds.
   *
   * @param naive the lowest that keeps the budget on the history itself
   * @param start where the controller begins: the threshold of confidence 0.9
   * @param fallback the static threshold: that of confidence 0.95
   * @param budgetPerDay false positives a day, above 0
   * @param failures how often they came in the history, whose days say how far outcomes move the
   *     threshold; of {@link FailureRate#UNKNOWN unknown} days they move it as after a long one
   */
  public record Thresholds(
      double naive, double start, double fallback, double budgetPerDay, FailureRate failures) {
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

    /** Of a history of which nobody knows how often failures came. */
    public Thresholds(double naive, double start, double fallback, double budgetPerDay) {
      this(naive, start, fallback, budgetPerDay, FailureRate.UNKNOWN);
    }

    /** The same with another budget. */
    public Thresholds withBudget(double falsePositivesPerDay) {
      return new Thresholds(naive, start, fallback, falsePositivesPerDay, failures);
    }

    private double fallbackDelta() {
      return fallback - naive;
    }
  }

  /**
   * A controller at its start.
   *
   * @param policy of the alerts, whose spans and quiet gap count, and how many intents there are
   * @param horizon how far ahead they look
   * @param period of the rows
   */
  public BudgetController(
      Thresholds thresholds, AlertPolicy policy, Duration horizon, Duration period) {
    this.thresholds = thresholds;
    judge = new OutcomeJudge(policy, horizon, period);
    delta = clamp(thresholds.start() - thresholds.naive());
  }

  /**
   * Goes on to a time at which no work is planned.
   *
   * @param epochMillis not before that of the previous call
   * @return {@link #threshold()} at that time
   * @throws IllegalArgumentException if time runs backwards; nothing is changed
   */
  public double advanceTo(long epochMillis) {
    return advanceTo(epochMillis, false);
  }

  /**
   * Goes on to a time.
   *
   * @param epochMillis not before that of the previous call
   * @param masked whether work is planned: the time since the previous call does not count, nor
   *     does a failure that is told until the next, and notifications that are open have no outcome
   * @return {@link #threshold()} at that time
   * @throws IllegalArgumentException if time runs backwards; nothing is changed
   */
  public double advanceTo(long epochMillis, boolean masked) {
    if (epochMillis < now) {
      throw new IllegalArgumentException(
          "time must not run backwards, but " + epochMillis + " ms came after " + now + " ms");
    }
    if (now != Long.MIN_VALUE && !masked) {
      // As a double, for the difference of two longs may overflow.
      watch((long) Math.min((double) epochMillis - now, LONGEST_STEP_MILLIS));
    }
    now = epochMillis;
    this.masked = masked;
    judge.advanceTo(epochMillis, masked);
    move();
    return threshold();
  }

  private void watch(long millis) {
    delta -= step() * TARGET * thresholds.budgetPerDay() * millis / MILLIS_PER_DAY;
    if (judge.isTold()) {
      failures.watch(millis);
    }
    falseAlarms.watch(millis);
  }

  /**
   * Takes what the incident's alert did at the time that was advanced to.
   *
   * @throws IllegalStateException if no time was advanced to
   */
  public void accept(Episode incident) {
    accept(incident, incident.isNotification());
  }

  /**
   * The same where something else says what the operator is told.
   *
   * @param isTold whether the operator was told of it now
   * @throws IllegalStateException if no time was advanced to
   */
  public void accept(Episode incident, boolean isTold) {
    if (now == Long.MIN_VALUE) {
      throw new IllegalStateException("advance to a time first");
    }
    judge.accept(now, incident, isTold, masked);
  }

  /**
   * An intent failed. Whoever tells of failures should tell of {@link #recovered recoveries}, too:
   * where nobody ever does, a failure counts as over at once.
   *
   * @param intent index of the intent
   * @param epochMillis when; up to 24 hours (two and a half horizons, where that is more) before or
   *     after the time that was advanced to, in any order
   * @return whether that is news: false if it was told before
   * @throws IllegalArgumentException if the time is out of these bounds; nothing is changed
   * @throws IndexOutOfBoundsException if there is no such intent
   */
  public boolean failed(int intent, long epochMillis) {
    requireNear("a failure", epochMillis);
    boolean news = judge.failed(intent, epochMillis);
    if (news) {
      countFailure();
    }
    move();
    return news;
  }

  /**
   * An intent recovered; or it is well, which tells before any failure that failures will be told.
   *
   * @param intent index of the intent
   * @param epochMillis as of {@link #failed}
   * @return whether that is news: false if it was told before
   * @throws IllegalArgumentException if the time is out of bounds; nothing is changed
   * @throws IndexOutOfBoundsException if there is no such intent
   */
  public boolean recovered(int intent, long epochMillis) {
    requireNear("a recovery", epochMillis);
    boolean news = judge.recovered(intent, epochMillis);
    move();
    return news;
  }

  /**
   * A time, or the nearest that {@link #failed} and {@link #recovered} take: what lies longer ago
   * counts as if it had been then.
   */
  public long near(long epochMillis) {
    if (now == Long.MIN_VALUE) {
      return epochMillis;
    }
    return Math.max(now - judge.memoryMillis(), Math.min(epochMillis, now + judge.memoryMillis()));
  }

  private void requireNear(String what, long epochMillis) {
    if (now == Long.MIN_VALUE) {
      return;
    }
    double distance = (double) epochMillis - now;
    if (Math.abs(distance) > judge.memoryMillis()) {
      throw new IllegalArgumentException(
          "%s can be told up to %s before or after the latest row, at %s, but was at %s"
              .formatted(
                  what,
                  Duration.ofMillis(judge.memoryMillis()),
                  Instant.ofEpochMilli(now),
                  Instant.ofEpochMilli(epochMillis)));
    }
  }

  /**
   * Somebody acted on a notification, and averted what it warned of: its episode has no outcome,
   * and the failure counts as one that came.
   *
   * @param notificationEpochMillis when it was made
   * @return whether that counts: false if the notification is not known (any more), came true, was
   *     judged by the operator, or is of an episode that has no outcome already
   */
  public boolean acted(long notificationEpochMillis) {
    boolean counts = judge.acted(notificationEpochMillis);
    if (counts) {
      countFailure();
      move();
    }
    return counts;
  }

  private void countFailure() {
    if (!masked && judge.isTold()) {
      failures.add();
    }
  }

  /**
   * The operator's verdict on a notification, in force at once, whatever was found out.
   *
   * @param notificationEpochMillis when it was made
   * @param falseAlarm whether no failure was coming
   * @return whether the verdict counted: false if the notification is not known (any more) or was
   *     judged before
   */
  public boolean judged(long notificationEpochMillis, boolean falseAlarm) {
    boolean counted = judge.judged(notificationEpochMillis, falseAlarm);
    move();
    return counted;
  }

  /** {@code τ_naive + δ} at the time that was advanced to, log-odds. */
  public double threshold() {
    return thresholds.naive() + delta;
  }

  /** What the static threshold is to be raised by, log-odds; below 0 where it is to be lowered. */
  public double shift() {
    return threshold() - thresholds.fallback();
  }

  /**
   * Whether the static threshold bounds this one, for outcomes can't be relied on: from below,
   * where nobody tells of failures and too few of the last due notifications were judged; from
   * above, where failures go missing.
   */
  public boolean isFallenBack() {
    return judge.isLeftAlone(now) || isMissingFailures();
  }

  private boolean isMissingFailures() {
    return judge.isTold()
        && (thresholds.failures().isUnknown()
            || failures.days() >= FEWEST_DAYS
                && thresholds.failures().isAbove(failures.count(), failures.days()));
  }

  /**
   * How many notifications proved false in the {@link #watchedDays days} that were watched last.
   */
  public long falseAlarms() {
    return falseAlarms.count();
  }

  /** How many days these are of: at most fourteen. */
  public double watchedDays() {
    return falseAlarms.days();
  }

  /** False alarms a day that the budget allows. */
  public double budgetPerDay() {
    return thresholds.budgetPerDay();
  }

  /** The time that was advanced to last; {@link Long#MIN_VALUE} if there was none. */
  public long lastEpochMillis() {
    return now;
  }

  /**
   * Goes on from any time, also an earlier one. The threshold stays where it is; what became of
   * notifications of before stays open, and failures of before are forgotten.
   */
  public void restartAtAnyTime() {
    now = Long.MIN_VALUE;
    judge.forgetTimes();
  }

  /** By what was found out, within the bounds. */
  private void move() {
    int found = judge.takeFalseOutcomes();
    for (int more = 0; more < found; more++) {
      falseAlarms.add();
    }
    for (int fewer = 0; fewer > found; fewer--) {
      falseAlarms.takeBack();
    }
    delta = clamp(delta + step() * found);
  }

  private double step() {
    return STEP * haste(falseAlarms.days());
  }

  /** How many times as far to move as after a history that could count false positives. */
  private double haste(double watchedDays) {
    FailureRate known = thresholds.failures();
    if (known.isUnknown()) {
      return 1;
    }
    double allowed = thresholds.budgetPerDay() * (known.historyDays() + watchedDays);
    return Math.max(1, Math.min(MOST_HASTE, COUNTABLE / allowed));
  }

  private double clamp(double delta) {
    double haste = haste(0);
    boolean alone = judge.isLeftAlone(now) || haste > 1 && !judge.isHeard();
    double least = alone ? thresholds.fallbackDelta() : -BELOW * haste;
    double most = thresholds.fallbackDelta() + (isMissingFailures() ? 0 : ABOVE * haste);
    return Math.max(least, Math.min(delta, most));
  }

  /** Writes the state, from which {@link #resume} goes on bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(STATE_VERSION);
    out.writeDouble(delta);
    out.writeLong(now);
    out.writeBoolean(masked);
    judge.writeTo(out);
    failures.writeTo(out);
    falseAlarms.writeTo(out);
  }

  /**
   * Goes on from a written state, that of a controller of these thresholds or, as after a new
   * training, of others of as many intents: {@code δ} is kept.
   *
   * @throws IOException if reading fails, or the state is of another version or contradicts itself;
   *     the controller is then of no use
   */
  public void resume(DataInput in) throws IOException {
    int version = in.readInt();
    if (version < OLDEST_STATE_VERSION || version > STATE_VERSION) {
      throw new IOException(
          "controller state must be of version %d to %d, but was of %d"
              .formatted(OLDEST_STATE_VERSION, STATE_VERSION, version));
    }
    double writtenDelta = in.readDouble();
    if (!(writtenDelta >= -BELOW * MOST_HASTE && writtenDelta < Double.POSITIVE_INFINITY)) {
      throw new IOException(
          "delta must be finite and at least " + -BELOW * MOST_HASTE + ", but was " + writtenDelta);
    }
    now = in.readLong();
    if (version == OLDEST_STATE_VERSION) {
      masked = false;
      judge.resumeVerdicts(in, now);
      failures.clear();
    } else {
      masked = in.readBoolean();
      judge.resume(in, now);
      failures.resume(in);
    }
    if (version == STATE_VERSION) {
      falseAlarms.resume(in);
    } else {
      falseAlarms.clear();
    }
    delta = clamp(writtenDelta);
  }
}
