package io.mild.alerting;

import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * Turns smoothed log gates into probabilities of the root cause: {@code softmax(s / T)},
 * temperature scaling (Guo et al., 2017), which never changes which intent is the most probable.
 *
 * @param temperature {@code T}, above 0; above 1 it makes less sure
 */
public record VerdictCalibration(double temperature) {
  /** Temperature 1. */
  public static final VerdictCalibration IDENTITY = new VerdictCalibration(1);

  /** The fewest samples that a temperature is fitted on. */
  public static final int FEWEST_SAMPLES = 20;

  /** The lowest temperature that is fitted; the highest is its inverse. */
  public static final double LOWEST_TEMPERATURE = 0.05;

  private static final int MOST_EVALUATIONS = 200;
  private static final double ACCURACY = 1e-12;

  /**
   * A calibration.
   *
   * @throws IllegalArgumentException if {@code temperature} is not above 0 and finite
   */
  public VerdictCalibration {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature must be above 0 and finite, but was " + temperature);
    }
  }

  /**
   * The temperature of least log loss of the true root. The loss is convex in {@code 1/T}, with the
   * derivative {@code Σ (E_p[s] − s_root)}, whose one zero is sought. Of fewer than {@link
   * #FEWEST_SAMPLES} samples it is {@link #IDENTITY}.
   *
   * @param smoothedLogGates {@code [samples][intents]}, as {@link
   *     RootCauseVerdict#smoothedLogGates}, from incidents of the history at several ages
   * @param roots each sample's true root
   * @throws IllegalArgumentException if there are not as many roots as samples, or a root is not
   *     one of the intents
   */
  public static VerdictCalibration fit(double[][] smoothedLogGates, int[] roots) {
    requireRoots(smoothedLogGates, roots);
    if (roots.length < FEWEST_SAMPLES) {
      return IDENTITY;
    }
    UnivariateFunction slope = inverse -> slope(smoothedLogGates, roots, inverse);
    double least = LOWEST_TEMPERATURE;
    double most = 1 / LOWEST_TEMPERATURE;
    if (slope.value(least) >= 0) {
      return new VerdictCalibration(1 / least);
    }
    if (slope.value(most) <= 0) {
      return new VerdictCalibration(1 / most);
    }
    return new VerdictCalibration(
        1 / new BrentSolver(ACCURACY).solve(MOST_EVALUATIONS, slope, least, most));
  }

  /**
   * The probability of each intent's being the root.
   *
   * @param smoothedLogGates one an intent, finite
   */
  public double[] probabilities(double[] smoothedLogGates) {
    return Softmax.of(smoothedLogGates, 1 / temperature);
  }

  private static double slope(double[][] smoothedLogGates, int[] roots, double inverse) {
    double slope = 0;
    for (int sample = 0; sample < roots.length; sample++) {
      double[] logs = smoothedLogGates[sample];
      double[] probabilities = Softmax.of(logs, inverse);
      for (int intent = 0; intent < logs.length; intent++) {
        slope += probabilities[intent] * (logs[intent] - logs[roots[sample]]);
      }
    }
    return slope;
  }

  private static void requireRoots(double[][] smoothedLogGates, int[] roots) {
    if (roots.length != smoothedLogGates.length) {
      throw new IllegalArgumentException(
          "roots must be " + smoothedLogGates.length + " as the samples, but were " + roots.length);
    }
    for (int sample = 0; sample < roots.length; sample++) {
      int intents = smoothedLogGates[sample].length;
      if (roots[sample] < 0 || roots[sample] >= intents) {
        throw new IllegalArgumentException(
            "root of sample "
                + sample
                + " must be one of "
                + intents
                + " intents, but was "
                + roots[sample]);
      }
    }
  }
}
