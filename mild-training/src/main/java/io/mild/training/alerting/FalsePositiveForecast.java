package io.mild.training.alerting;

/**
 * How many false positives are to be expected, from those that were seen.
 *
 * <p>They are taken to come in clusters of {@code φ}, the dispersion, and the clusters as a Poisson
 * process of unknown rate. With Jeffreys' prior, {@code k/φ} clusters in {@code V} days make the
 * rate a gamma variable of shape {@code k/φ + ½} and rate {@code V}; so the number of clusters in
 * the next {@code D} days is negative binomial with {@code r = k/φ + ½} and {@code p = V/(V + D)}:
 * the Gamma-Poisson predictive distribution (Gelman et al., Bayesian Data Analysis, section 2.6).
 *
 * @param falsePositives number seen ({@code k}), at least 0
 * @param days in which they were seen ({@code V}), above 0
 * @param dispersion variance over mean of the daily counts ({@code φ}), at least 1
 */
public record FalsePositiveForecast(int falsePositives, double days, double dispersion) {
  private static final double ROUNDING = 1e-9;

  /**
   * A forecast.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public FalsePositiveForecast {
    if (falsePositives < 0) {
      throw new IllegalArgumentException(
          "falsePositives must not be negative, but were " + falsePositives);
    }
    requireDays(days, "days");
    if (!(dispersion >= 1 && dispersion < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("dispersion must be at least 1, but was " + dispersion);
    }
  }

  /** False positives seen a day: {@code k/V}. */
  public double perDay() {
    return falsePositives / days;
  }

  /** The mean of the predictive distribution, a day: {@code (k + φ/2) / V}. */
  public double expectedPerDay() {
    return (falsePositives + dispersion / 2) / days;
  }

  /**
   * The probability that the next days keep a budget: of at most {@code ⌊⌊D·budget⌋/φ⌋} clusters in
   * {@code D} days.
   *
   * @param budgetPerDay false positives a day, at least 0
   * @param nextDays {@code D}, above 0
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public double probabilityWithin(double budgetPerDay, double nextDays) {
    requireBudget(budgetPerDay);
    // 0.29 · 100 days are 29 false positives, though the product is 28.999…
    double allowed = Math.floor(nextDays * budgetPerDay + ROUNDING);
    int clusters = (int) Math.floor(allowed / dispersion);
    return next(nextDays).cumulativeProbability(clusters);
  }

  /**
   * What the next days' false positives a day do not exceed with a given confidence.
   *
   * @param confidence above 0 and below 1
   * @param nextDays above 0
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public double upperBoundPerDay(double confidence, double nextDays) {
    requireConfidence(confidence);
    return dispersion * next(nextDays).quantile(confidence) / nextDays;
  }

  private NegativeBinomial next(double nextDays) {
    requireDays(nextDays, "nextDays");
    return new NegativeBinomial(falsePositives / dispersion + 0.5, days / (days + nextDays));
  }

  static void requireBudget(double budgetPerDay) {
    if (!(budgetPerDay >= 0 && budgetPerDay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "budget must be at least 0 a day and finite, but was " + budgetPerDay);
    }
  }

  static void requireConfidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must be above 0 and below 1, but was " + confidence);
    }
  }

  private static void requireDays(double days, String name) {
    if (!(days > 0 && days < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be above 0 and finite, but were " + days);
    }
  }
}
