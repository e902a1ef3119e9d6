package io.mild.alerting;

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
   * Calibrates a row's risks in place.
   *
   * @param risks nested probabilities in the order of the steps
   */
  public void apply(double[] risks) {
    // From the shortest horizon up, while the next longer one's risk is still as it was.
    for (int output = risks.length - 1; output >= 0; output--) {
      RiskCalibration calibration = steps.get(output);
      risks[output] =
          calibration.apply(
              output < intents ? risks[output] : step(risks[output], risks[output - intents]));
    }
    for (int output = intents; output < risks.length; output++) {
      risks[output] *= risks[output - intents];
    }
  }

  /**
   * The step from a longer horizon's risk to a shorter one's, {@code P(Hj) / P(Hj−1)}: at most 1,
   * and 0 where the longer one's is.
   */
  public static double step(double shorter, double longer) {
    return longer > 0 ? Math.min(shorter / longer, 1) : 0;
  }

  /** Whether it leaves all risks as they are. */
  public boolean isIdentity() {
    return steps.stream().allMatch(RiskCalibration.IDENTITY::equals);
  }
}
