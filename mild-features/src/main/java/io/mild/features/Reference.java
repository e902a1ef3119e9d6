package io.mild.features;

import java.time.Duration;
import java.util.Arrays;

/**
 * What a KPI is compared with beside what is expected of it at that time of day: its own recent
 * level, and how far it usually is from that. Recordings and seasons differ in level, and what says
 * of one "far too high" is the other's normal.
 *
 * @param span over how much of the past the level is averaged, as the span of an EWMA
 * @param usual mean of {@code log(1 + |departure|)} in healthy rows, span after span over all KPIs:
 *     where {@link ResidualSpec}'s features of that name begin, before a stream knows its own;
 *     empty where only departures are wanted, and neither levels nor what is usual
 */
public record Reference(Duration span, double[] usual) {
  /**
   * Copies the array.
   *
   * @throws IllegalArgumentException if a value of {@code usual} is negative or not finite
   */
  public Reference {
    usual = usual.clone();
    for (double value : usual) {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("usual must be at least 0 and finite, but was " + value);
      }
    }
  }

  /** A reference whose departures take the place of the residuals: levels have no say. */
  public static Reference alone(Duration span) {
    return new Reference(span, new double[0]);
  }

  /** Whether departures take the place of the residuals. */
  public boolean isAlone() {
    return usual.length == 0;
  }

  @Override
  public double[] usual() {
    return usual.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reference that
        && span.equals(that.span)
        && Arrays.equals(usual, that.usual);
  }

  @Override
  public int hashCode() {
    return 31 * span.hashCode() + Arrays.hashCode(usual);
  }

  @Override
  public String toString() {
    return "Reference[span=" + span + "]";
  }
}
