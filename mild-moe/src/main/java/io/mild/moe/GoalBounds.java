package io.mild.moe;

import java.util.List;

/**
 * What an intent's goal bounds: the goal is broken where its bounds are crossed, any of them or all
 * at once.
 *
 * <p>A row is somewhere between: {@link #margin} says how far, in the units of its values. At 0 the
 * goal is about to break, below it is kept. Of any bound it is the margin of the nearest; of all
 * the soft minimum {@code −τ log(mean e^(−margin/τ))} with τ = {@value #SOFTNESS}, which the bound
 * that is least near decides, and the others as far as they are not much nearer: a goal with two
 * bounds is in danger before the second moves, but not by the first alone.
 *
 * @param bounds at least one
 * @param all whether the goal is broken only where all are crossed at once
 */
public record GoalBounds(List<Bound> bounds, boolean all) {
  /** τ of the soft minimum, in the units of a row's values. */
  public static final double SOFTNESS = 4;

  /**
   * A level that a KPI must not cross.
   *
   * @param kpi its index, at least 0
   * @param level finite, in the units of a row's values
   * @param above whether it is crossed upwards: a goal of "at most"
   */
  public record Bound(int kpi, double level, boolean above) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if {@code kpi} is negative or {@code level} is not finite
     */
    public Bound {
      if (kpi < 0 || !Double.isFinite(level)) {
        throw new IllegalArgumentException(
            "a bound is a KPI's index of at least 0 and a finite level, but was %d and %s"
                .formatted(kpi, level));
      }
    }

    /** How far a value is beyond the level; negative where it keeps it. */
    public double margin(double value) {
      return above ? value - level : level - value;
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no bound
   */
  public GoalBounds {
    bounds = List.copyOf(bounds);
    if (bounds.isEmpty()) {
      throw new IllegalArgumentException("a goal must have a bound, but has none");
    }
  }

  /**
   * How far the goal is from breaking.
   *
   * @param margins of its bounds, in their order; more may follow
   * @return finite where all margins are
   */
  public double margin(double[] margins) {
    double least = margins[0];
    double greatest = margins[0];
    for (int i = 1; i < bounds.size(); i++) {
      least = Math.min(least, margins[i]);
      greatest = Math.max(greatest, margins[i]);
    }
    return all ? softMinimum(margins, least) : greatest;
  }

  private double softMinimum(double[] margins, double least) {
    double sum = 0;
    for (int i = 0; i < bounds.size(); i++) {
      sum += Math.exp((least - margins[i]) / SOFTNESS);
    }
    return least - SOFTNESS * Math.log(sum / bounds.size());
  }
}
