package io.mild.alerting;

import java.util.Arrays;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * How a {@link RootCauseVerdict} is reached from each minute's gate probabilities: an {@link Ewma}
 * of each intent's log gate {@code s}; within an episode another intent is named only when it leads
 * the named one by enough; and {@code softmax(s / T)} is the probability of each intent's being the
 * root, temperature scaling (Guo et al., 2017), which never changes which is the most probable.
 *
 * <p>For multiple roots each gate is a probability by itself: {@code s} is an {@link Ewma} of its
 * log-odds, and {@code σ(s / T + bias)} the probability that the intent is a root, Platt's scaling
 * (1999). Named are the leading intent, as above, and all whose probability is at least 1/2; within
 * an episode, an intent is named from log-odds of {@code reissueLead} on and until they fall below
 * {@code −reissueLead}.
 *
 * @param span of the averages, in rows, at least 1
 * @param reissueLead log-odds by which another intent must lead the named one, at least 0
 * @param temperature {@code T}, above 0; above 1 it makes less sure
 * @param multipleRoots whether an incident may have several roots
 * @param bias log-odds that are added to each intent's; 0 where roots are not multiple
 */
public record VerdictPolicy(
    int span, double reissueLead, double temperature, boolean multipleRoots, double bias) {
  /** The most probable intent of each minute's gate alone, as in the paper. */
  public static final VerdictPolicy GATE = new VerdictPolicy(1, 0, 1);

  /** Averages over 10 rows, a lead of 0.5, uncalibrated: as right as the gate and seldom flips. */
  public static final VerdictPolicy STEADY = new VerdictPolicy(10, 0.5, 1);

  /** The fewest samples that a temperature is fitted on. */
  public static final int FEWEST_SAMPLES = 20;

  /** The lowest temperature that is fitted; the highest is its inverse. */
  public static final double LOWEST_TEMPERATURE = 0.05;

  /** Gates below it count as that. */
  static final double SMALLEST_GATE = 1e-12;

  private static final int MOST_EVALUATIONS = 200;
  private static final double ACCURACY = 1e-12;

  /**
   * A policy.
   *
   * @throws IllegalArgumentException if {@code span} is below 1, {@code reissueLead} is negative,
   *     {@code temperature} is not above 0, one is not finite, or there is a {@code bias} where
   *     roots are not multiple
   */
  public VerdictPolicy {
    if (span < 1) {
      throw new IllegalArgumentException("span must be at least 1 row, but was " + span);
    }
    if (!(reissueLead >= 0 && reissueLead < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "reissueLead must be at least 0 and finite, but was " + reissueLead);
    }
    if (!(temperature > 0
        && temperature < Double.POSITIVE_INFINITY
        && 1 / temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature and its inverse must be above 0 and finite, but it was " + temperature);
    }
    if (!Double.isFinite(bias) || bias != 0 && !multipleRoots) {
      throw new IllegalArgumentException(
          "bias must be finite, and 0 where roots are not multiple, but was " + bias);
    }
  }

  /**
   * A policy that names one root.
   *
   * @throws IllegalArgumentException if {@code span} is below 1, {@code reissueLead} is negative or
   *     {@code temperature} is not above 0, or one is not finite
   */
  public VerdictPolicy(int span, double reissueLead, double temperature) {
    this(span, reissueLead, temperature, false, 0);
  }

  /** The same for gates of which several may be roots at once. */
  public VerdictPolicy forMultipleRoots() {
    return new VerdictPolicy(span, reissueLead, temperature, true, bias);
  }

  /**
   * This policy with the temperature of least log loss of the true root. The loss is convex in
   * {@code 1/T}, with the derivative {@code Σ (E_p[s] − s_root)}, whose one zero is sought. Of
   * fewer than {@link #FEWEST_SAMPLES} samples it is 1.
   *
   * @param smoothedLogGates {@code [samples][intents]}, as {@link
   *     RootCauseVerdict#smoothedLogGates}, from incidents of the history at several ages
   * @param roots each sample's true root
   * @throws IllegalArgumentException if there are not as many roots as samples, or a root is not
   *     one of the intents
   * @throws IllegalStateException if this policy is for multiple roots
   */
  public VerdictPolicy calibrated(double[][] smoothedLogGates, int[] roots) {
    if (multipleRoots) {
      throw new IllegalStateException("of multiple roots, each sample's are to be given");
    }
    requireRoots(smoothedLogGates, roots);
    return new VerdictPolicy(
        span,
        reissueLead,
        roots.length < FEWEST_SAMPLES ? 1 : 1 / inverseTemperature(smoothedLogGates, roots));
  }

  /**
   * This policy for multiple roots with the temperature and the bias of least log loss over all
   * intents, with Platt's targets; the temperature is kept within the bounds of that for one root.
   * Of fewer than {@link #FEWEST_SAMPLES} samples they are 1 and 0.
   *
   * @param smoothedLogGates {@code [samples][intents]}, as {@link
   *     RootCauseVerdict#smoothedLogGates}, from incidents of the history at several ages
   * @param roots {@code [samples][intents]}: whether each is a root
   * @throws IllegalArgumentException if there are not as many roots as log-odds
   */
  public VerdictPolicy calibrated(double[][] smoothedLogGates, boolean[][] roots) {
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
      return new VerdictPolicy(span, reissueLead, 1, true, 0);
    }
    RiskCalibration platt =
        RiskCalibration.ofLogOdds(logOdds, outcomes, LOWEST_TEMPERATURE, 1 / LOWEST_TEMPERATURE);
    return new VerdictPolicy(span, reissueLead, 1 / platt.slope(), true, platt.intercept());
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

  /**
   * The probability of each intent's being the root, or a root.
   *
   * @param smoothedLogGates one an intent, finite
   */
  public double[] probabilities(double[] smoothedLogGates) {
    return multipleRoots
        ? Arrays.stream(smoothedLogGates).map(s -> Logit.sigmoid(logOdds(s))).toArray()
        : Softmax.of(smoothedLogGates, 1 / temperature);
  }

  /**
   * The same of one row's gates, which nothing smooths.
   *
   * @param gates one probability an intent
   */
  public double[] probabilitiesOfGates(double[] gates) {
    return probabilities(Arrays.stream(gates).map(this::logGate).toArray());
  }

  /** What is smoothed of a gate: its log, of multiple roots its log-odds. */
  double logGate(double gate) {
    return multipleRoots ? Logit.of(gate) : Math.log(Math.max(gate, SMALLEST_GATE));
  }

  /** {@code s / T + bias}. */
  double logOdds(double smoothedLogGate) {
    return smoothedLogGate / temperature + bias;
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
