package io.mild.alerting;

import java.util.Arrays;

/**
 * What an {@link Alerter} said of one minute, which stays true when that goes on. Immutable.
 *
 * @see Alerter#state()
 */
public final class AlertState {
  private final AlertPolicy policy;
  private final double[] smoothed; // [intent]
  private final double shift;
  private final EpisodeState[] episodes; // [intent], empty where all are quiet
  private final EpisodeState incident;
  private final int leading;

  AlertState(
      AlertPolicy policy,
      double[] smoothed,
      double shift,
      EpisodeState[] episodes,
      EpisodeState incident,
      int leading) {
    this.policy = policy;
    this.smoothed = smoothed;
    this.shift = shift;
    this.episodes = episodes;
    this.incident = incident;
    this.leading = leading;
  }

  /** The EWMA of the intent's risk, 0 to 1. */
  public double smoothed(int intent) {
    return smoothed[intent];
  }

  /** What the intent's smoothed risk was held against. */
  public double threshold(int intent) {
    return policy.rules().get(intent).threshold(shift);
  }

  /** Whether the intent's smoothed risk was at or above its threshold. */
  public boolean isOn(int intent) {
    return smoothed[intent] >= threshold(intent);
  }

  /** The intent's own alert. */
  public EpisodeState episode(int intent) {
    return episodes.length == 0 ? EpisodeState.QUIET : episodes[intent];
  }

  /** The one alert of all intents. */
  public EpisodeState incident() {
    return incident;
  }

  /** The intent that the incident is about, see {@link Alerter#leading()}. */
  public int leading() {
    return leading;
  }

  /** Whether no intent's alert ran or ended. */
  public boolean isQuiet() {
    return episodes.length == 0;
  }

  @Override
  public String toString() {
    return "AlertState[smoothed=%s, episodes=%s, incident=%s]"
        .formatted(Arrays.toString(smoothed), Arrays.toString(episodes), incident);
  }
}
