package io.mild.training.alerting;

import java.util.ArrayList;
import java.util.List;

/**
 * How far risks can be taken at their word: a reliability diagram and the scores that go with it.
 *
 * <p>The expected calibration error is {@code Σ n_b/n · |mean risk_b − frequency_b|} over bins of
 * equal width (Guo et al., 2017); the Brier score is {@code mean (risk − outcome)²} (Brier, 1950;
 * Murphy, 1973, takes it apart). Both are better when lower.
 *
 * @param bins in rising order of risk, empty ones included
 * @param expectedCalibrationError 0 to 1
 * @param brier 0 to 1
 * @param baseRateBrier the Brier score of always saying the base rate {@code f}: {@code f (1 − f)}
 */
public record Reliability(
    List<Bin> bins, double expectedCalibrationError, double brier, double baseRateBrier) {
  /** 15. */
  public static final int DEFAULT_BINS = 15;

  /**
   * The risks of one stretch of 0 to 1. Means are NaN where there are none.
   *
   * @param count number of risks
   * @param meanRisk their mean
   * @param frequency share of them that came true
   */
  public record Bin(int count, double meanRisk, double frequency) {}

  /** A reliability. */
  public Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * The reliability of risks in {@link #DEFAULT_BINS} bins.
   *
   * @param risks probabilities, at least one
   * @param outcomes whether each came true
   * @throws IllegalArgumentException if there are none, there are not as many outcomes, or a risk
   *     is no probability
   */
  public static Reliability of(double[] risks, boolean[] outcomes) {
    return of(risks, outcomes, DEFAULT_BINS);
  }

  /**
   * The reliability of risks. Bin {@code b} of {@code n} is {@code [b/n, (b + 1)/n)}, the last with
   * 1.
   *
   * @param risks probabilities, at least one
   * @param outcomes whether each came true
   * @param binCount at least 1
   * @throws IllegalArgumentException if there are none, there are not as many outcomes, a risk is
   *     no probability or {@code binCount} is below 1
   */
  public static Reliability of(double[] risks, boolean[] outcomes, int binCount) {
    CalibrationFitter.requireOutcomes(risks, outcomes);
    if (risks.length == 0) {
      throw new IllegalArgumentException("risks must be at least one, but were none");
    }
    if (binCount < 1) {
      throw new IllegalArgumentException("binCount must be at least 1, but was " + binCount);
    }
    int[] counts = new int[binCount];
    double[] risk = new double[binCount];
    int[] cameTrue = new int[binCount];
    double squares = 0;
    int allTrue = 0;
    for (int i = 0; i < risks.length; i++) {
      int bin = Math.min((int) (risks[i] * binCount), binCount - 1);
      int outcome = outcomes[i] ? 1 : 0;
      counts[bin]++;
      risk[bin] += risks[i];
      cameTrue[bin] += outcome;
      allTrue += outcome;
      squares += (risks[i] - outcome) * (risks[i] - outcome);
    }
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int bin = 0; bin < binCount; bin++) {
      bins.add(new Bin(counts[bin], risk[bin] / counts[bin], (double) cameTrue[bin] / counts[bin]));
      error += Math.abs(risk[bin] - cameTrue[bin]);
    }
    double baseRate = (double) allTrue / risks.length;
    return new Reliability(
        bins, error / risks.length, squares / risks.length, baseRate * (1 - baseRate));
  }
}
