package io.mild.alerting;

/** Where an alert stands between two {@link Episode}s. The order is part of the written state. */
public enum EpisodePhase {
  /** No episode runs. */
  QUIET,
  /**
   * The first minute of an episode. Where it comes right after {@link #ONSET} or {@link #ONGOING},
   * across a gap in time or a restart, the earlier episode is over too.
   */
  ONSET,
  /** A later minute of an episode: on, or off for less than the quiet gap. */
  ONGOING,
  /** The one minute in which an episode is found to be over. */
  ENDED
}
