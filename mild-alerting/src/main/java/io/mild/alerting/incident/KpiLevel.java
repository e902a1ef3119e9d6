package io.mild.alerting.incident;

import java.util.Locale;

/**
 * Where a KPI must be for an intent's alert to matter: "ignore latency below 50 ms" is {@code above
 * api_latency 50}.
 *
 * @param kpi its name
 * @param direction in which it matters
 * @param level from which on, in the KPI's unit; finite
 */
public record KpiLevel(String kpi, Direction direction, double level) {
  /** In which direction a KPI matters. */
  public enum Direction {
    /** At the level or above it. */
    ABOVE,
    /** At the level or below it. */
    BELOW;

    /** As it is written: {@code above} or {@code below}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A level.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public KpiLevel {
    if (!Double.isFinite(level)) {
      throw new IllegalArgumentException("level of " + kpi + " must be finite, but was " + level);
    }
  }

  /** An alert matters while the KPI is at least that. */
  public static KpiLevel above(String kpi, double level) {
    return new KpiLevel(kpi, Direction.ABOVE, level);
  }

  /** An alert matters while the KPI is at most that. */
  public static KpiLevel below(String kpi, double level) {
    return new KpiLevel(kpi, Direction.BELOW, level);
  }

  /** Whether an alert matters at a value; one that is missing holds nothing back. */
  boolean matters(double value) {
    return Double.isNaN(value) || (direction == Direction.ABOVE ? value >= level : value <= level);
  }

  /** Such as {@code api_latency above 50.0}. */
  @Override
  public String toString() {
    return RuleText.name(kpi) + " " + direction + " " + level;
  }
}
