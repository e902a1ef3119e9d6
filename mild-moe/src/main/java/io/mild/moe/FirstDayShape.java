package io.mild.moe;

import io.mild.moe.GoalBounds.Bound;
import java.util.List;

/**
 * Which features a {@link FirstDayModel} sees, and what the intents' goals bound of them.
 *
 * <p>A row holds a fast average of each KPI, then a slow one of each, all in scales of the KPI.
 *
 * @param kpis number D of KPIs, at least 1
 * @param goals of the K intents, at least one; levels are in the units of the features
 * @param rootCauses how many root causes there may be
 */
public record FirstDayShape(int kpis, List<GoalBounds> goals, RootCauses rootCauses) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no KPI or goal, or a goal bounds a KPI that is not
   *     there
   */
  public FirstDayShape {
    goals = List.copyOf(goals);
    if (kpis < 1 || goals.isEmpty()) {
      throw new IllegalArgumentException(
          "KPIs and goals must be at least 1, but were %d and %d".formatted(kpis, goals.size()));
    }
    for (GoalBounds goal : goals) {
      for (Bound bound : goal.bounds()) {
        if (bound.kpi() >= kpis) {
          throw new IllegalArgumentException(
              "no KPI %d: there are %d".formatted(bound.kpi(), kpis));
        }
      }
    }
  }

  /** The number K of intents. */
  public int intents() {
    return goals.size();
  }

  /** D', the length of a row. */
  public int features() {
    return Math.multiplyExact(2, kpis);
  }
}
