package io.mild;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much data an assessment stands on.
 *
 * @param status in one word
 * @param stale KPIs without a value in the latest row; what the windows still hold is used instead
 * @param confidence share, 0 to 1, of the KPI values that came of those due in the latest rows, as
 *     many as a stream warms up for
 * @param folded whether the row fell into a slot that was taken: its values count with the next row
 *     that takes one, and all that is said is of the row that took this one, which was told before
 * @param otherPeriod how far apart the rows usually are, if they stay off the model's sampling
 *     period; there while the status is {@link Status#PERIOD_CHANGED}
 */
public record Quality(
    Status status,
    List<String> stale,
    double confidence,
    boolean folded,
    Optional<Duration> otherPeriod) {
  /** In one word; where several hold, the last of them. */
  public enum Status {
    /** All values of the latest row are there, and the windows are full. */
    OK,
    /** Some values are missing. */
    DEGRADED,
    /**
     * Too few rows have come since the stream began, or since a gap that nothing can be said
     * across. Risks stand on little, and no alert begins.
     */
    WARMING_UP,
    /**
     * Rows stay more than a quarter off the model's sampling period, for thirty rows or more: they
     * are folded, or most that are due are missing, and risks are of what the model did not learn.
     * It ends once thirty rows have come in time; a gap alone is none of it. A stream may warm up
     * at the same time.
     */
    PERIOD_CHANGED
  }

  /** Copies the list. */
  public Quality {
    stale = List.copyOf(stale);
  }

  /** That of a row that took a slot, where rows come when they are due. */
  public Quality(Status status, List<String> stale, double confidence) {
    this(status, stale, confidence, false, Optional.empty());
  }
}
