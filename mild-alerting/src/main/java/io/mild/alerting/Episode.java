package io.mild.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;

/**
 * One alert in the course of time: its on- and off-minutes cut into episodes, and which minutes
 * notify. What is said of a minute holds until the next is accepted.
 *
 * <p>An episode runs until the alert has been off for the quiet gap: at the off-minute that is the
 * gap after the last on-minute (with one row a minute and a gap of 30, the 30th off-minute), or at
 * the first row later than that.
 *
 * <p>A view of an {@link Alerter}'s state, which belongs to the alerter's thread.
 */
public final class Episode {
  private static final EpisodePhase[] PHASES = EpisodePhase.values();

  private final long quietGapMillis;
  private final long renotifyAfterMillis;

  private EpisodePhase phase = EpisodePhase.QUIET;
  private boolean notification;
  private boolean interrupted;
  private boolean withoutData;
  private long onset;
  private long lastOn;
  private long lastNotification;

  Episode(AlertPolicy policy) {
    this(policy.quietGap().toMillis(), policy.renotifyAfter().toMillis());
  }

  private Episode(long quietGapMillis, long renotifyAfterMillis) {
    this.quietGapMillis = quietGapMillis;
    this.renotifyAfterMillis = renotifyAfterMillis;
  }

  /**
   * The rows at which an alert that is on in these rows notifies: where it goes on after at least
   * {@code quietGap} without an on-row, and where it is on {@code renotifyAfter} or more after its
   * latest notification. These are the rows at which an {@link Alerter} would.
   *
   * @param epochMillis time of each row, each later than the one before
   * @param on whether the alert is on, {@code [rows]}
   * @throws IllegalArgumentException if there are not as many times as rows
   */
  public static boolean[] notifications(
      long[] epochMillis, boolean[] on, Duration quietGap, Duration renotifyAfter) {
    if (epochMillis.length != on.length) {
      throw new IllegalArgumentException(
          "times must be " + on.length + " as the rows, but were " + epochMillis.length);
    }
    Episode episode = new Episode(quietGap.toMillis(), renotifyAfter.toMillis());
    boolean[] notifications = new boolean[on.length];
    for (int row = 0; row < on.length; row++) {
      if (on[row]) { // off-rows change no notification
        episode.accept(epochMillis[row], true, true);
        notifications[row] = episode.isNotification();
      }
    }
    return notifications;
  }

  /** Takes the next minute, right after one that had data. */
  void accept(long now, boolean on, boolean onsetAllowed) {
    accept(now, on, onsetAllowed, now);
  }

  /**
   * Takes the next minute.
   *
   * @param darkSince the latest minute that had data, where none has come since; else now
   */
  void accept(long now, boolean on, boolean onsetAllowed, long darkSince) {
    boolean unknown = interrupted || isMostlyDark(now, darkSince);
    advance(now, on, onsetAllowed);
    withoutData = phase == EpisodePhase.ENDED && unknown;
    if (on && isRunning()) {
      lastOn = now;
      notification = phase == EpisodePhase.ONSET || now - lastNotification >= renotifyAfterMillis;
      lastNotification = notification ? now : lastNotification;
    }
  }

  /** Takes the next minute, of which nothing is known. */
  void acceptNoData(long now, long darkSince) {
    advance(now, false, false);
    withoutData = isRunning() || phase == EpisodePhase.ENDED && isMostlyDark(now, darkSince);
  }

  private void advance(long now, boolean on, boolean onsetAllowed) {
    boolean continues = isRunning() && !interrupted && !quietGapPassed(now, on);
    if (interrupted) { // after which time may have gone back
      lastOn = Math.min(lastOn, now);
      onset = Math.min(onset, now);
    }
    interrupted = false;
    notification = false;
    if (continues) {
      phase = EpisodePhase.ONGOING;
    } else if (on && onsetAllowed) {
      phase = EpisodePhase.ONSET;
      onset = now;
    } else {
      phase = isRunning() ? EpisodePhase.ENDED : EpisodePhase.QUIET;
    }
  }

  /** Whether the time since the last on-minute was spent without data rather than off. */
  private boolean isMostlyDark(long now, long darkSince) {
    return now > darkSince && now - darkSince >= darkSince - lastOn;
  }

  private boolean quietGapPassed(long now, boolean on) {
    long sinceOn = now - lastOn;
    return on ? sinceOn > quietGapMillis : sinceOn >= quietGapMillis;
  }

  /** A running episode does not continue at the next minute, however short the time. */
  void interrupt() {
    interrupted = true;
  }

  /** Where the alert stands. */
  public EpisodePhase phase() {
    return phase;
  }

  /** Whether this minute notifies: an onset, or an episode that lasts and is due again. */
  public boolean isNotification() {
    return notification;
  }

  /**
   * When the running or just ended episode began, in epoch milliseconds.
   *
   * @throws IllegalStateException if the phase is {@link EpisodePhase#QUIET}
   */
  public long onsetEpochMillis() {
    requireEpisode();
    return onset;
  }

  /**
   * The last minute at which the running or just ended episode was on, in epoch milliseconds.
   *
   * @throws IllegalStateException if the phase is {@link EpisodePhase#QUIET}
   */
  public long lastOnEpochMillis() {
    requireEpisode();
    return lastOn;
  }

  /** Whether an episode runs in this minute: its first or a later one. */
  public boolean isRunning() {
    return phase == EpisodePhase.ONSET || phase == EpisodePhase.ONGOING;
  }

  private void requireEpisode() {
    if (phase == EpisodePhase.QUIET) {
      throw new IllegalStateException("there is no episode: the phase is " + phase);
    }
  }

  /** Where it stands in this minute, to keep. */
  EpisodeState state() {
    return phase == EpisodePhase.QUIET
        ? EpisodeState.QUIET
        : new EpisodeState(phase, notification, onset, lastOn, withoutData);
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeByte(phase.ordinal());
    out.writeBoolean(interrupted);
    if (phase != EpisodePhase.QUIET) {
      out.writeLong(onset);
      out.writeLong(lastOn);
      out.writeLong(lastNotification);
      out.writeBoolean(withoutData);
    }
  }

  /**
   * Goes on from a written state.
   *
   * @param now the time up to which that was written
   * @param withData whether it is of the version in which all minutes had data
   */
  void resume(DataInput in, long now, boolean withData) throws IOException {
    int ordinal = in.readUnsignedByte();
    if (ordinal >= PHASES.length) {
      throw new IOException("phase must be below " + PHASES.length + ", but was " + ordinal);
    }
    phase = PHASES[ordinal];
    interrupted = in.readBoolean();
    notification = false;
    withoutData = false;
    if (phase == EpisodePhase.QUIET) {
      return;
    }
    onset = in.readLong();
    lastOn = in.readLong();
    lastNotification = in.readLong();
    withoutData = !withData && in.readBoolean();
    if (onset > lastNotification || lastNotification > lastOn || (lastOn > now && !interrupted)) {
      throw new IOException(
          "onset, last notification, last on-minute and now must follow one another, but were "
              + onset
              + ", "
              + lastNotification
              + ", "
              + lastOn
              + ", "
              + now);
    }
    notification = lastNotification == now;
  }
}
