package io.mild.alerting;

/**
 * Where an {@link Episode} stood in one minute.
 *
 * @param phase where the alert stood
 * @param isNotification whether the minute notified
 * @param onsetEpochMillis when the running or just ended episode began; 0 where there is none
 * @param lastOnEpochMillis the last minute at which it was on; 0 where there is none
 * @param isWithoutData whether nothing is known of the time since then: no minute with data came
 *     while it runs, or none came before it ended
 */
public record EpisodeState(
    EpisodePhase phase,
    boolean isNotification,
    long onsetEpochMillis,
    long lastOnEpochMillis,
    boolean isWithoutData) {
  /** No episode. */
  public static final EpisodeState QUIET = new EpisodeState(EpisodePhase.QUIET, false, 0, 0, false);

  /** Whether an episode ran in this minute: its first or a later one. */
  public boolean isRunning() {
    return phase == EpisodePhase.ONSET || phase == EpisodePhase.ONGOING;
  }
}
