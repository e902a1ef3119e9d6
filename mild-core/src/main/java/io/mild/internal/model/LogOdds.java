package io.mild.internal.model;

/** Log-odds of probabilities, which show what moves a risk near 0 or 1. */
public final class LogOdds {
  private static final double SMALLEST = 1e-12;

  private LogOdds() {}

  /** {@code ln(p / (1 − p))}, finite: p is kept 1e-12 away from 0 and 1. */
  public static double of(double probability) {
    double clipped = Math.min(Math.max(probability, SMALLEST), 1 - SMALLEST);
    return Math.log(clipped / (1 - clipped));
  }
}
