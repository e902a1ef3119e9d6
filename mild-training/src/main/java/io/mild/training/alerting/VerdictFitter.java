package io.mild.training.alerting;

import io.mild.alerting.RiskCalibration;
import io.mild.alerting.Softmax;
import io.mild.alerting.VerdictPolicy;
import java.util.Arrays;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/** Fits the probabilities of a {@link VerdictPolicy} to incidents whose true roots are known. */
public final class VerdictFitter {
  /** The fewest samples that a temperature is fitted on. */
  public static final int FEWEST_SAMPLES = 20;

  /** The lowest temperature that is fitted; the highest is its inverse. */
  public static final double LOWEST_TEMPERATURE = 0.05;

  private static final int MOST_EVALUATIONS = 200;
  private static final double ACCURACY = 1e-12;

  private VerdictFitter() {}

  /**
   * A policy with the temperature of least log loss of the true root. The loss is convex in {@code
   * 1/T}, with the derivative {@code Σ (E_p[s] − s_root)}, whose one zero is sought. Of fewer than
   * {@link #FEWEST_SAMPLES} samples it is 1.
   *
   * @param policy whose temperature is sought; its own is not used
   * @param smoothedLogGates {@code [samples][intents]}, as {@link
   *     io.mild.alerting.RootCauseVerdict#smoothedLogGates}, from incidents of the history at
   *     several ages
   * @param roots each sample's true root
   * @throws IllegalArgumentException if there are not as many roots as samples, or a root is not
   *     one of the intents
   * @throws IllegalStateException if the policy is for multiple roots
   */
  public static VerdictPolicy calibrated(
      VerdictPolicy policy, double[][] smoothedLogGates, int[] roots) {
    if (policy.multipleRoots()) {
      throw new IllegalStateException("of multiple roots, each sample's are to be given");
    }
    requireRoots(smoothedLogGates, roots);
    return new VerdictPolicy(
        policy.span(),
        policy.reissueLead(),
        roots.length < FEWEST_SAMPLES ? 1 : 1 / inverseTemperature(smoothedLogGates, roots));
  }

  /**
   * A policy for multiple roots with the temperature and the bias of least log loss over all
   * intents, with Platt's targets; the temperature is kept within the bounds of that for one root.
   * Of fewer than {@link #FEWEST_SAMPLES} samples they are 1 and 0.
   *
   * @param policy whose temperature is sought; its own is not used
   * @param smoothedLogGates {@code [samples][intents]}, as {@link
   *     io.mild.alerting.RootCauseVerdict#smoothedLogGates}, from incidents of the history at
   *     several ages
   * @param roots {@code [samples][intents]}: whether each is a root
   * @throws IllegalArgumentException if there are not as many roots as log-odds
   */
  public static VerdictPolicy calibrated(
      VerdictPolicy policy, double[][] smoothedLogGates, boolean[][] roots) {
    requireRoots(smoothedLogGates, roots);
    double[] logOdds = Arrays.stream(smoothedLogGates).flatMapToDouble(Arrays::stream).toArray();
    boolean[] outcomes = new boolean[logOdds.length];
    int at = 0;
    for (boolean[] ofSample : roots) {
      for (boolean root : ofSample) {
        outcomes[at++] = root;
      }
    }
    if (roots.length < FEWEST_SAMPLES) {
      return new VerdictPolicy(policy.span(), policy.reissueLead(), 1, true, 0);
    }
    RiskCalibration platt =
        CalibrationFitter.ofLogOdds(logOdds, outcomes, LOWEST_TEMPERATURE, 1 / LOWEST_TEMPERATURE);
    return new VerdictPolicy(
        policy.span(), policy.reissueLead(), 1 / platt.slope(), true, platt.intercept());
  }

  private static double inverseTemperature(double[][] smoothedLogGates, int[] roots) {
    UnivariateFunction slope = inverse -> slope(smoothedLogGates, roots, inverse);
    double least = LOWEST_TEMPERATURE;
    double most = 1 / LOWEST_TEMPERATURE;
    if (slope.value(least) >= 0) {
      return least;
    }
    if (slope.value(most) <= 0) {
      return most;
    }
    return new BrentSolver(ACCURACY).solve(MOST_EVALUATIONS, slope, least, most);
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

  private static void requireRoots(double[][] smoothedLogGates, boolean[][] roots) {
    if (roots.length != smoothedLogGates.length) {
      throw new IllegalArgumentException(
          "roots must be " + smoothedLogGates.length + " as the samples, but were " + roots.length);
    }
    for (int sample = 0; sample < roots.length; sample++) {
      if (roots[sample].length != smoothedLogGates[sample].length) {
        throw new IllegalArgumentException(
            "roots of sample "
                + sample
                + " must be told of "
                + smoothedLogGates[sample].length
                + " intents, but were of "
                + roots[sample].length);
      }
    }
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
