package io.mild.alerting;

import java.util.Arrays;

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

  /** Gates below it count as that. */
  static final double SMALLEST_GATE = Logit.SMALLEST;

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
   * The probability of each intent's being the root, or a root.
   *
   * @param smoothedLogGates one an intent, finite
   */
  public double[] probabilities(double[] smoothedLogGates) {
    if (!multipleRoots) {
      return Softmax.of(smoothedLogGates, 1 / temperature);
    }
    double[] probabilities = new double[smoothedLogGates.length];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = Logit.sigmoid(logOdds(smoothedLogGates[i]));
    }
    return probabilities;
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
}
