package io.mild;

import java.util.List;

/**
 * How much data an assessment stands on.
 *
 * @param status in one word
 * @param stale KPIs without a value in the latest row; what the windows still hold is used instead
 * @param confidence share, 0 to 1, of the KPI values that came of those due in the latest rows, as
 *     many as a stream warms up for
 */
public record Quality(Status status, List<String> stale, double confidence) {
  /** In one word. */
  public enum Status {
    /** All values of the latest row are there, and the windows are full. */
    OK,
    /** Some values are missing. */
    DEGRADED,
    /**
     * Too few rows have come since the stream began, or since a gap that nothing can be said
     * across. Risks stand on little, and no alert begins.
     */
    WARMING_UP
  }

  /** Copies the list. */
  public Quality {
    stale = List.copyOf(stale);
  }
}
