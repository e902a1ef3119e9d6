package io.mild.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The alerts of a stream of risks: for each intent the smoothed risk, whether its alert is on, and
 * the {@link Episode} that it is in; and the incident's, which is on while any of them is.
 *
 * <p>An episode begins when an alert goes on after at least the policy's quiet gap without an
 * on-minute. It notifies then, and again at each on-minute that is {@link
 * AlertPolicy#renotifyAfter()} or more after its latest notification. What is said of a minute
 * holds until the next is accepted.
 *
 * <p>Not thread-safe: one alerter belongs to one thread at a time.
 */
public final class Alerter {
  private static final int STATE_VERSION = 3;

  /** Of version 2 all minutes had data. */
  private static final int OLDEST_STATE_VERSION = 2;

  private static final EpisodeState[] ALL_QUIET = {};

  private final AlertPolicy policy;
  private final List<AlertRule> rules;
  private final Ewma[] averages;
  private final Episode[] episodes;
  private final Episode incident;
  private double shift;
  private long now = Long.MIN_VALUE;

  /** The latest minute that had data, where others followed; else the latest minute. */
  private long darkSince = Long.MIN_VALUE;

  /** Whether no minute with data followed upon that. */
  private boolean dark;

  /** An alerter that has seen nothing. */
  public Alerter(AlertPolicy policy) {
    this.policy = policy;
    rules = policy.rules();
    averages = new Ewma[rules.size()];
    episodes = new Episode[rules.size()];
    for (int intent = 0; intent < averages.length; intent++) {
      averages[intent] = new Ewma(rules.get(intent).span());
      episodes[intent] = new Episode(policy);
    }
    incident = new Episode(policy);
  }

  /**
   * Takes the risks of the next minute in, under the policy's own thresholds.
   *
   * @param epochMillis the minute's time, later than that of the previous call
   * @param risks one probability an intent
   * @param onsetsAllowed false while the risks are not yet to be relied on: they are smoothed and
   *     running episodes go on, but none begins. One that is on then begins at the first allowed
   *     minute at which it still is.
   * @throws IllegalArgumentException if time does not advance, or {@code risks} are not one
   *     probability an intent; the alerter is unchanged
   */
  public void accept(long epochMillis, double[] risks, boolean onsetsAllowed) {
    accept(epochMillis, risks, onsetsAllowed, 0);
  }

  /**
   * Takes the risks of the next minute in, under thresholds of this minute, as a {@link
   * BudgetController} moves them.
   *
   * @param shift what each threshold but {@link AlertRule#NEVER} is raised by, log-odds, finite
   * @throws IllegalArgumentException as {@link #accept(long, double[], boolean)}, or if {@code
   *     shift} is not finite; the alerter is unchanged
   */
  public void accept(long epochMillis, double[] risks, boolean onsetsAllowed, double shift) {
    requireLater(epochMillis);
    requireProbabilities(risks, averages.length);
    requireFinite(shift);
    if (forgetsAt(epochMillis)) {
      forgetRisks();
    }
    darkSince = dark ? darkSince : epochMillis;
    now = epochMillis;
    this.shift = shift;
    boolean anyOn = false;
    for (int intent = 0; intent < averages.length; intent++) {
      averages[intent].accept(risks[intent]);
      boolean on = isOn(intent);
      anyOn |= on;
      episodes[intent].accept(epochMillis, on, onsetsAllowed, darkSince);
    }
    incident.accept(epochMillis, anyOn, onsetsAllowed, darkSince);
    dark = false;
    darkSince = epochMillis;
  }

  /**
   * Takes a minute of which nothing is known: risks of no data are none. Smoothed risks stand
   * still; no episode begins, none notifies, and one that runs goes on until the quiet gap has
   * passed. Once that has, the next risks seed the averages anew.
   *
   * @param shift as {@link #accept(long, double[], boolean, double)}
   * @throws IllegalArgumentException if time does not advance or {@code shift} is not finite; the
   *     alerter is unchanged
   */
  public void acceptNoData(long epochMillis, double shift) {
    requireLater(epochMillis);
    requireFinite(shift);
    missed();
    now = epochMillis;
    this.shift = shift;
    for (Episode episode : episodes) {
      episode.acceptNoData(epochMillis, darkSince);
    }
    incident.acceptNoData(epochMillis, darkSince);
  }

  /**
   * Whether a minute comes after as much time without data as the quiet gap has: what was averaged
   * before is then too old to go on from.
   *
   * @param epochMillis the minute's time, later than that of the latest one
   */
  public boolean forgetsAt(long epochMillis) {
    return dark && (double) epochMillis - darkSince >= policy.quietGap().toMillis();
  }

  /** Minutes are missing since the latest one: an episode that has ended since may not have. */
  public void missed() {
    dark = true;
  }

  /**
   * Forgets the smoothed risks, as after a gap in the data: the next ones seed the averages anew,
   * and no running episode continues at the next minute.
   */
  public void restart() {
    forgetRisks();
    for (Episode episode : episodes) {
      episode.interrupt();
    }
    incident.interrupt();
  }

  /** Forgets the smoothed risks, as {@link #restart}, and the time: the next may be any. */
  public void restartAtAnyTime() {
    restart();
    now = Long.MIN_VALUE;
    darkSince = Long.MIN_VALUE;
    dark = false;
  }

  private void forgetRisks() {
    for (Ewma average : averages) {
      average.reset();
    }
  }

  /** The EWMA of the intent's risk, 0 to 1; NaN before the first minute and after a restart. */
  public double smoothed(int intent) {
    return averages[intent].value();
  }

  /** What the intent's smoothed risk was held against in this minute. */
  public double threshold(int intent) {
    return rules.get(intent).threshold(shift);
  }

  /** Whether the intent's smoothed risk is at or above its threshold. */
  public boolean isOn(int intent) {
    return averages[intent].value() >= threshold(intent);
  }

  /** The intent's own alert. */
  public Episode episode(int intent) {
    return episodes[intent];
  }

  /** The one alert of all intents: on in each minute in which any intent's is. */
  public Episode incident() {
    return incident;
  }

  /**
   * The intent that the incident is about: of those that alerted last, the one of the highest
   * smoothed risk. So it is one that is on while any is, and one that alerted when the incident has
   * ended. Where no alert runs or ended, the intent of the highest smoothed risk.
   */
  public int leading() {
    int leading = 0;
    for (int intent = 1; intent < episodes.length; intent++) {
      int later = Long.compare(lastOn(intent), lastOn(leading));
      if (later > 0 || later == 0 && smoothed(intent) > smoothed(leading)) {
        leading = intent;
      }
    }
    return leading;
  }

  private long lastOn(int intent) {
    Episode episode = episodes[intent];
    return episode.phase() == EpisodePhase.QUIET ? Long.MIN_VALUE : episode.lastOnEpochMillis();
  }

  /** The time of the latest minute; {@link Long#MIN_VALUE} before the first. */
  public long lastEpochMillis() {
    return now;
  }

  /** What is said of this minute, to keep. */
  public AlertState state() {
    double[] smoothed = new double[averages.length];
    boolean quiet = true;
    for (int intent = 0; intent < smoothed.length; intent++) {
      smoothed[intent] = averages[intent].value();
      quiet &= episodes[intent].phase() == EpisodePhase.QUIET;
    }
    return new AlertState(
        policy, smoothed, shift, quiet ? ALL_QUIET : episodeStates(), incident.state(), leading());
  }

  private EpisodeState[] episodeStates() {
    EpisodeState[] states = new EpisodeState[episodes.length];
    for (int intent = 0; intent < states.length; intent++) {
      states[intent] = episodes[intent].state();
    }
    return states;
  }

  /** Writes the state, from which {@link #resume} goes on bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(STATE_VERSION);
    out.writeInt(averages.length);
    out.writeLong(now);
    out.writeDouble(shift);
    out.writeBoolean(dark);
    out.writeLong(darkSince);
    for (int intent = 0; intent < averages.length; intent++) {
      out.writeDouble(averages[intent].value());
      episodes[intent].writeTo(out);
    }
    incident.writeTo(out);
  }

  /**
   * Goes on from a written state, that of an alerter of this policy or of another of as many
   * intents.
   *
   * @throws IOException if reading fails, or the state is of another version, of another number of
   *     intents, or contradicts itself; the alerter is then of no use
   */
  public void resume(DataInput in) throws IOException {
    int version = in.readInt();
    if (version < OLDEST_STATE_VERSION || version > STATE_VERSION) {
      throw new IOException(
          "alert state must be of version %d to %d, but was of %d"
              .formatted(OLDEST_STATE_VERSION, STATE_VERSION, version));
    }
    int intents = in.readInt();
    if (intents != averages.length) {
      throw new IOException(
          "alert state must be of "
              + averages.length
              + " intents as the policy, but was of "
              + intents);
    }
    now = in.readLong();
    shift = in.readDouble();
    if (!Double.isFinite(shift)) {
      throw new IOException("shift must be finite, but was " + shift);
    }
    boolean withData = version == OLDEST_STATE_VERSION;
    dark = !withData && in.readBoolean();
    darkSince = withData ? now : in.readLong();
    if (darkSince > now) {
      throw new IOException(
          "the latest minute with data must not be after %d ms, but was %d"
              .formatted(now, darkSince));
    }
    for (int intent = 0; intent < intents; intent++) {
      double smoothed = in.readDouble();
      if (!(Double.isNaN(smoothed) || isProbability(smoothed))) {
        throw new IOException(
            "smoothed risk of intent " + intent + " must be 0 to 1, but was " + smoothed);
      }
      averages[intent].resume(smoothed);
      episodes[intent].resume(in, now, withData);
    }
    incident.resume(in, now, withData);
  }

  private void requireLater(long epochMillis) {
    if (epochMillis <= now) {
      throw new IllegalArgumentException(
          "time must advance, but " + epochMillis + " ms came after " + now + " ms");
    }
  }

  private static void requireFinite(double shift) {
    if (!Double.isFinite(shift)) {
      throw new IllegalArgumentException("shift must be finite, but was " + shift);
    }
  }

  static void requireProbabilities(double[] risks, int intents) {
    if (risks.length != intents) {
      throw new IllegalArgumentException(
          "risks must be " + intents + ", one an intent, but were " + risks.length);
    }
    for (int intent = 0; intent < risks.length; intent++) {
      if (!isProbability(risks[intent])) {
        throw new IllegalArgumentException(
            "risk of intent " + intent + " must be 0 to 1, but was " + risks[intent]);
      }
    }
  }

  static boolean isProbability(double value) {
    return value >= 0 && value <= 1;
  }
}
