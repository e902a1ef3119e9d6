package io.mild.alerting;

/**
 * Makes an intent's risks mean what they say: {@code p' = σ(a · logit p + b)}, {@code a ≥ 0}.
 *
 * <p>That is Platt's scaling of the logit (Platt, 1999): two parameters, so that a few failures
 * suffice, and never a change in the order of two risks. {@code b = 0} is temperature scaling (Guo
 * et al., 2017).
 *
 * @param slope {@code a}, at least 0
 * @param intercept {@code b}, log-odds
 */
public record RiskCalibration(double slope, double intercept) {
  /** Leaves risks as they are. */
  public static final RiskCalibration IDENTITY = new RiskCalibration(1, 0);

  /**
   * A calibration.
   *
   * @throws IllegalArgumentException if {@code slope} is negative or one is not finite
   */
  public RiskCalibration {
    if (!(slope >= 0 && slope < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("slope must be finite and at least 0, but was " + slope);
    }
    if (!Double.isFinite(intercept)) {
      throw new IllegalArgumentException("intercept must be finite, but was " + intercept);
    }
  }

  /** The calibrated risk: a probability of a probability, rising with it. */
  public double apply(double risk) {
    return equals(IDENTITY) ? risk : Logit.sigmoid(slope * Logit.of(risk) + intercept);
  }
}
