package io.mild;

import java.util.List;

/**
 * How much data an assessment stands on.
 *
 * @param status in one word
 * @param stale KPIs without a value in the latest row; what the windows still hold is used instead
 * @param confidence share, 0 to 1, of the KPI values due within the longest window that came
 */
public record Quality(Status status, List<String> stale, double confidence) {
  /** In one word. */
  public enum Status {
    /** All values of the latest row are there, and the windows are full. */
    OK,
    /** Some values are missing. */
    DEGRADED,
    /**
     * The longest window has not filled since the stream began or since a gap longer than it. Risks
     * stand on shorter windows, and no alert begins.
     */
    WARMING_UP
  }

  /** Copies the list. */
  public Quality {
    stale = List.copyOf(stale);
  }
}
