package io.mild.alerting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Calibrates the risks of several horizons so that they still cannot contradict each other: the
 * longest horizon's by a {@link RiskCalibration} of its own, and of each shorter one the step
 * {@code P(Hj) / P(Hj−1)}, the probability of failing within it given that of failing within the
 * next longer one.
 *
 * @param steps one a horizon and intent, horizon after horizon, the longest first: that of intent i
 *     at horizon j at {@code j·K + i}; at least one
 * @param intents number K of intents, at least 1
 */
public record NestedCalibration(List<RiskCalibration> steps, int intents) {
  /**
   * A calibration.
   *
   * @throws IllegalArgumentException if there are no steps or not as many of each intent
   */
  public NestedCalibration {
    steps = List.copyOf(steps);
    if (intents < 1 || steps.isEmpty() || steps.size() % intents != 0) {
      throw new IllegalArgumentException(
          "steps must be one a horizon and intent, but were "
              + steps.size()
              + " of "
              + intents
              + " intents");
    }
  }

  /** Leaves risks as they are. */
  public static NestedCalibration identity(int horizons, int intents) {
    return new NestedCalibration(
        Collections.nCopies(horizons * intents, RiskCalibration.IDENTITY), intents);
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
  public static NestedCalibration fit(double[][] risks, boolean[][] outcomes, int intents) {
    List<RiskCalibration> steps = new ArrayList<>();
    for (int output = 0; output < risks.length; output++) {
      steps.add(
          output < intents
              ? RiskCalibration.fit(risks[output], outcomes[output])
              : step(risks, outcomes, output, output - intents));
    }
    return new NestedCalibration(steps, intents);
  }

  private static RiskCalibration step(
      double[][] risks, boolean[][] outcomes, int output, int longer) {
    int rows = 0;
    double[] steps = new double[risks[output].length];
    boolean[] came = new boolean[steps.length];
    for (int row = 0; row < steps.length; row++) {
      if (outcomes[longer][row]) {
        steps[rows] = share(risks[output][row], risks[longer][row]);
        came[rows++] = outcomes[output][row];
      }
    }
    return RiskCalibration.fit(Arrays.copyOf(steps, rows), Arrays.copyOf(came, rows));
  }

  /**
   * Calibrates a row's risks in place.
   *
   * @param risks nested probabilities in the order of the steps
   */
  public void apply(double[] risks) {
    // From the shortest horizon up, while the next longer one's risk is still as it was.
    for (int output = risks.length - 1; output >= 0; output--) {
      RiskCalibration step = steps.get(output);
      risks[output] =
          step.apply(
              output < intents ? risks[output] : share(risks[output], risks[output - intents]));
    }
    for (int output = intents; output < risks.length; output++) {
      risks[output] *= risks[output - intents];
    }
  }

  private static double share(double shorter, double longer) {
    return longer > 0 ? Math.min(shorter / longer, 1) : 0;
  }

  /** Whether it leaves all risks as they are. */
  public boolean isIdentity() {
    return steps.stream().allMatch(RiskCalibration.IDENTITY::equals);
  }
}
