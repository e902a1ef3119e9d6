package io.mild.scaling.policy;

import java.time.Duration;

/**
 * How a HorizontalPodAutoscaler is set up. The defaults are Kubernetes' own.
 *
 * @param targetPercent CPU used over CPU requested that it aims at, in whole percent
 * @param tolerance ratios of used to target within 1 ± this change nothing
 * @param sync how often it looks
 * @param cpuInitialization for so long after a pod's start its CPU counts only from a sample taken
 *     wholly since it became ready
 * @param readinessDelay a pod that became unready within this time of its start has never been
 *     ready
 * @param metricsWindow over how long a CPU sample is taken
 * @param up how it may grow
 * @param down how it may shrink
 */
public record HpaSettings(
    int targetPercent,
    double tolerance,
    Duration sync,
    Duration cpuInitialization,
    Duration readinessDelay,
    Duration metricsWindow,
    ScalingRules up,
    ScalingRules down) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the target is below 1 or the tolerance not within 0 to 1
   */
  public HpaSettings {
    if (targetPercent < 1) {
      throw new IllegalArgumentException(
          "targetPercent must be at least 1, but was " + targetPercent);
    }
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException("tolerance must be from 0 to 1, but was " + tolerance);
    }
  }

  /** Kubernetes' defaults, for a target. */
  public static HpaSettings ofTarget(int percent) {
    return new HpaSettings(
        percent,
        0.1,
        Duration.ofSeconds(15),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        ScalingRules.UP,
        ScalingRules.DOWN);
  }

  /** The same with other rules of growing and shrinking. */
  public HpaSettings withBehavior(ScalingRules up, ScalingRules down) {
    return new HpaSettings(
        targetPercent, tolerance, sync, cpuInitialization, readinessDelay, metricsWindow, up, down);
  }
}
