package io.mild.training.alerting;

import io.mild.alerting.Logit;
import io.mild.alerting.NestedCalibration;
import io.mild.alerting.RiskCalibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * Fits calibrations to risks of which it is known whether they came true: {@link RiskCalibration}
 * by Platt's method (1999), and {@link NestedCalibration} of them.
 */
public final class CalibrationFitter {
  /** The fewest failures that a calibration is fitted on. */
  public static final int FEWEST_FAILURES = 5;

  private static final int MOST_ITERATIONS = 100;
  private static final int MOST_EVALUATIONS = 500;
  private static final double NEGLIGIBLE = 1e-12;
  private static final double RIDGE = 1e-12;

  private CalibrationFitter() {}

  /**
   * The calibration of least log loss, by Newton's method with step halving (Lin, Lin and Weng,
   * 2007). As in Platt's paper the {@code n₊} positives have the target {@code (n₊ + 1)/(n₊ + 2)}
   * and the {@code n₋} negatives {@code 1/(n₋ + 2)}, which keeps the fit finite.
   *
   * <p>Of fewer than {@link #FEWEST_FAILURES} failures, which are runs of positive outcomes, or
   * without a negative one, it is {@link RiskCalibration#IDENTITY}. Where risks rise as failures
   * get rarer the best slope not below 0 is 0: then the risk is the base rate, whatever the model
   * says.
   *
   * @param risks probabilities in order of time, from a model that has not seen these rows
   * @param outcomes whether each came true
   * @throws IllegalArgumentException if there are not as many outcomes as risks, or a risk is no
   *     probability
   */
  public static RiskCalibration fit(double[] risks, boolean[] outcomes) {
    requireOutcomes(risks, outcomes);
    int positives = count(outcomes);
    int negatives = outcomes.length - positives;
    if (runs(outcomes) < FEWEST_FAILURES || negatives == 0) {
      return RiskCalibration.IDENTITY;
    }
    double[] logits = new double[risks.length];
    for (int i = 0; i < risks.length; i++) {
      logits[i] = Logit.of(risks[i]);
    }
    return ofTargets(logits, targets(outcomes, positives));
  }

  /**
   * The same of log-odds in any order, however few came true, with a slope within bounds; the
   * intercept is the best for it.
   *
   * @param least slope, above 0
   * @param most slope, at least as high
   */
  static RiskCalibration ofLogOdds(
      double[] logOdds, boolean[] outcomes, double least, double most) {
    double[] targets = targets(outcomes, count(outcomes));
    double slope = Math.max(least, Math.min(most, ofTargets(logOdds, targets).slope()));
    double widest = Logit.LIMIT + most * Arrays.stream(logOdds).map(Math::abs).max().orElse(0);
    double intercept =
        new BrentSolver(NEGLIGIBLE)
            .solve(
                MOST_EVALUATIONS,
                b -> {
                  double excess = 0; // the derivative of the loss, rising with b
                  for (int i = 0; i < targets.length; i++) {
                    excess += Logit.sigmoid(slope * logOdds[i] + b) - targets[i];
                  }
                  return excess;
                },
                -widest,
                widest);
    return new RiskCalibration(slope, intercept);
  }

  /**
   * The calibration of least log loss. A shorter horizon's steps are fitted to the rows that came
   * true for the next longer one.
   *
   * @param risks nested probabilities {@code [horizons·K][rows]}, in the order of the steps, each
   *     horizon's at most the next longer one's; from models that have not seen these rows, which
   *     may be others for each intent
   * @param outcomes whether each came true, {@code [horizons·K][rows]}
   * @param intents number K of intents
   * @throws IllegalArgumentException if the arrays do not fit together or a risk is no probability
   */
  public static NestedCalibration fitNested(double[][] risks, boolean[][] outcomes, int intents) {
    List<RiskCalibration> steps = new ArrayList<>();
    for (int output = 0; output < risks.length; output++) {
      steps.add(
          output < intents
              ? fit(risks[output], outcomes[output])
              : fitStep(risks, outcomes, output, output - intents));
    }
    return new NestedCalibration(steps, intents);
  }

  private static RiskCalibration fitStep(
      double[][] risks, boolean[][] outcomes, int output, int longer) {
    int rows = 0;
    double[] steps = new double[risks[output].length];
    boolean[] came = new boolean[steps.length];
    for (int row = 0; row < steps.length; row++) {
      if (outcomes[longer][row]) {
        steps[rows] = NestedCalibration.step(risks[output][row], risks[longer][row]);
        came[rows++] = outcomes[output][row];
      }
    }
    return fit(Arrays.copyOf(steps, rows), Arrays.copyOf(came, rows));
  }

  private static double[] targets(boolean[] outcomes, int positives) {
    int negatives = outcomes.length - positives;
    double[] targets = new double[outcomes.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = outcomes[i] ? (positives + 1.0) / (positives + 2.0) : 1.0 / (negatives + 2.0);
    }
    return targets;
  }

  private static RiskCalibration ofTargets(double[] logits, double[] targets) {
    double mean = 0;
    for (double target : targets) {
      mean += target / targets.length;
    }
    return newton(logits, targets, new RiskCalibration(0, Logit.of(mean)));
  }

  private static RiskCalibration newton(double[] logits, double[] targets, RiskCalibration start) {
    double a = start.slope();
    double b = start.intercept();
    double loss = loss(logits, targets, a, b);
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      double gradientA = 0;
      double gradientB = 0;
      double aa = RIDGE;
      double ab = 0;
      double bb = RIDGE;
      for (int i = 0; i < logits.length; i++) {
        double p = Logit.sigmoid(a * logits[i] + b);
        double weight = p * (1 - p);
        gradientA += (p - targets[i]) * logits[i];
        gradientB += p - targets[i];
        aa += weight * logits[i] * logits[i];
        ab += weight * logits[i];
        bb += weight;
      }
      double determinant = aa * bb - ab * ab;
      double stepA = (ab * gradientB - bb * gradientA) / determinant;
      double stepB = (ab * gradientA - aa * gradientB) / determinant;
      double decrease = -(gradientA * stepA + gradientB * stepB);
      if (!(decrease > NEGLIGIBLE)) {
        break;
      }
      double scale = 1;
      double next = loss(logits, targets, a + stepA, b + stepB);
      while (next > loss - 1e-4 * scale * decrease && scale > NEGLIGIBLE) {
        scale /= 2;
        next = loss(logits, targets, a + scale * stepA, b + scale * stepB);
      }
      if (!(next < loss)) {
        break;
      }
      a += scale * stepA;
      b += scale * stepB;
      loss = next;
    }
    return a > 0 ? new RiskCalibration(a, b) : start;
  }

  /** {@code Σ −t log p − (1 − t) log(1 − p)}. */
  private static double loss(double[] logits, double[] targets, double a, double b) {
    double loss = 0;
    for (int i = 0; i < logits.length; i++) {
      double z = a * logits[i] + b;
      loss += Logit.negativeLogSigmoid(z) + (1 - targets[i]) * z;
    }
    return loss;
  }

  private static int count(boolean[] outcomes) {
    int count = 0;
    for (boolean outcome : outcomes) {
      count += outcome ? 1 : 0;
    }
    return count;
  }

  private static int runs(boolean[] outcomes) {
    int runs = 0;
    boolean before = false;
    for (boolean outcome : outcomes) {
      runs += outcome && !before ? 1 : 0;
      before = outcome;
    }
    return runs;
  }

  static void requireOutcomes(double[] risks, boolean[] outcomes) {
    if (outcomes.length != risks.length) {
      throw new IllegalArgumentException(
          "outcomes must be " + risks.length + " as the risks, but were " + outcomes.length);
    }
    for (int i = 0; i < risks.length; i++) {
      if (!Checks.isProbability(risks[i])) {
        throw new IllegalArgumentException("risk " + i + " must be 0 to 1, but was " + risks[i]);
      }
    }
  }
}
