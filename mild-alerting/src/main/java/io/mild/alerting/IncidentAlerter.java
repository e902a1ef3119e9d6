package io.mild.alerting;

import io.mild.alerting.Alerter.Phase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The one alert of all intents on a stream of their risks: the score, whether the alert is on, the
 * episode that it is in, and the intents that it is attributed to.
 *
 * <p>Episodes and notifications are as an {@link Alerter}'s. What is said of a minute holds until
 * the next is accepted. Not thread-safe: one alerter belongs to one thread at a time.
 */
public final class IncidentAlerter {
  private static final int STATE_VERSION = 1;

  private final IncidentPolicy policy;
  private final Ewma[] averages;
  private final Episode episode;
  private final boolean[] involved;
  private double threshold;
  private long now = Long.MIN_VALUE;

  /**
   * An alerter that has seen nothing.
   *
   * @param intents how many, at least 1
   * @throws IllegalArgumentException if {@code intents} is below 1
   */
  public IncidentAlerter(IncidentPolicy policy, int intents) {
    if (intents < 1) {
      throw new IllegalArgumentException("intents must be at least 1, but were " + intents);
    }
    this.policy = policy;
    threshold = policy.threshold();
    averages = new Ewma[intents];
    for (int intent = 0; intent < intents; intent++) {
      averages[intent] = new Ewma(policy.span());
    }
    episode = new Episode(policy.quietGap().toMillis(), policy.renotifyAfter().toMillis());
    involved = new boolean[intents];
  }

  /**
   * Takes the risks of the next minute in, under the policy's own threshold.
   *
   * @param epochMillis the minute's time, later than that of the previous call
   * @param risks one calibrated probability an intent
   * @param onsetsAllowed false while the risks are not yet to be relied on; see {@link
   *     Alerter#accept}
   * @throws IllegalArgumentException if time does not advance, or {@code risks} are not one
   *     probability an intent; the alerter is unchanged
   */
  public void accept(long epochMillis, double[] risks, boolean onsetsAllowed) {
    accept(epochMillis, risks, onsetsAllowed, policy.threshold());
  }

  /**
   * Takes the risks of the next minute in, under a threshold of this minute, as a {@link
   * BudgetController}'s.
   *
   * @param threshold log-odds, finite
   * @throws IllegalArgumentException as {@link #accept(long, double[], boolean)}, or if {@code
   *     threshold} is not finite; the alerter is unchanged
   */
  public void accept(long epochMillis, double[] risks, boolean onsetsAllowed, double threshold) {
    if (epochMillis <= now) {
      throw new IllegalArgumentException(
          "time must advance, but " + epochMillis + " ms came after " + now + " ms");
    }
    Alerter.requireProbabilities(risks, averages.length);
    IncidentPolicy.requireThreshold(threshold);
    now = epochMillis;
    this.threshold = threshold;
    for (int intent = 0; intent < averages.length; intent++) {
      averages[intent].accept(risks[intent]);
    }
    episode.accept(epochMillis, isOn(), onsetsAllowed);
    for (int intent = 0; intent < involved.length; intent++) {
      boolean before = involved[intent] && phase() != Phase.QUIET && phase() != Phase.ONSET;
      boolean running = phase() == Phase.ONSET || phase() == Phase.ONGOING;
      involved[intent] = before || (running && isAbove(intent));
    }
  }

  /**
   * Forgets the smoothed risks, as after a gap in the data: the next ones seed the averages anew,
   * and no running episode continues at the next minute.
   */
  public void restart() {
    for (Ewma average : averages) {
      average.reset();
    }
    episode.interrupt();
  }

  /** The EWMA of the intent's risk, 0 to 1; NaN before the first minute and after a restart. */
  public double smoothed(int intent) {
    return averages[intent].value();
  }

  /** The logit of the greatest smoothed risk; NaN before the first minute and after a restart. */
  public double score() {
    return Logit.of(smoothed(leadingIntent()));
  }

  /** The threshold that this minute was judged by, log-odds. */
  public double threshold() {
    return threshold;
  }

  /** The intent of the greatest smoothed risk; of several the first. */
  public int leadingIntent() {
    int leading = 0;
    for (int intent = 1; intent < averages.length; intent++) {
      leading = smoothed(intent) > smoothed(leading) ? intent : leading;
    }
    return leading;
  }

  /** Whether the score is at or above the threshold. */
  public boolean isOn() {
    return score() >= threshold;
  }

  /** Whether the intent's own smoothed risk is at or above the threshold in this minute. */
  public boolean isAbove(int intent) {
    return Logit.of(smoothed(intent)) >= threshold;
  }

  /**
   * Whether the running or just ended episode is attributed to the intent: it {@link #isAbove was
   * above the threshold} in at least one of its minutes. False where there is no episode.
   */
  public boolean isInvolved(int intent) {
    return involved[intent];
  }

  /** Where the alert stands. */
  public Phase phase() {
    return episode.phase();
  }

  /**
   * When the running or just ended episode began, in epoch milliseconds.
   *
   * @throws IllegalStateException if the phase is {@link Phase#QUIET}
   */
  public long onsetEpochMillis() {
    return episode.onset();
  }

  /**
   * The last minute at which the running or just ended episode was on, in epoch milliseconds.
   *
   * @throws IllegalStateException if the phase is {@link Phase#QUIET}
   */
  public long lastOnEpochMillis() {
    return episode.lastOn();
  }

  /** Whether this minute notifies: an onset, or an episode that lasts and is due again. */
  public boolean isNotification() {
    return episode.isNotification();
  }

  /** Writes the state, from which {@link #readFrom} goes on bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(STATE_VERSION);
    out.writeInt(averages.length);
    out.writeLong(now);
    out.writeDouble(threshold);
    for (int intent = 0; intent < averages.length; intent++) {
      out.writeDouble(averages[intent].value());
      out.writeBoolean(involved[intent]);
    }
    episode.writeTo(out);
  }

  /**
   * An alerter that goes on from a written state.
   *
   * @param policy that of the alerter that was written, or another
   * @param intents how many, at least 1
   * @throws IOException if reading fails, or the state is of another version, of another number of
   *     intents, or contradicts itself
   * @throws IllegalArgumentException if {@code intents} is below 1
   */
  public static IncidentAlerter readFrom(IncidentPolicy policy, int intents, DataInput in)
      throws IOException {
    IncidentAlerter alerter = new IncidentAlerter(policy, intents);
    int version = in.readInt();
    if (version != STATE_VERSION) {
      throw new IOException(
          "incident state must be of version " + STATE_VERSION + ", but was of " + version);
    }
    int written = in.readInt();
    if (written != intents) {
      throw new IOException(
          "incident state must be of " + intents + " intents, but was of " + written);
    }
    alerter.now = in.readLong();
    alerter.threshold = in.readDouble();
    if (!Double.isFinite(alerter.threshold)) {
      throw new IOException("threshold must be finite, but was " + alerter.threshold);
    }
    for (int intent = 0; intent < intents; intent++) {
      double smoothed = in.readDouble();
      if (!(Double.isNaN(smoothed) || Alerter.isProbability(smoothed))) {
        throw new IOException(
            "smoothed risk of intent " + intent + " must be 0 to 1, but was " + smoothed);
      }
      alerter.averages[intent] = new Ewma(policy.span(), smoothed);
      alerter.involved[intent] = in.readBoolean();
    }
    alerter.episode.readFrom(in, alerter.now);
    return alerter;
  }
}
