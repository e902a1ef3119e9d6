package io.mild.scaling.policy;

import java.time.Duration;

/**
 * How a HorizontalPodAutoscaler is set up. The defaults are Kubernetes' own.
 *
 * @param targetPercent CPU used over CPU requested that it aims at, in whole percent
 * @param tolerance ratios of used to target within 1 ± this change nothing, where the rules of a
 *     direction have none of their own
 * @param syncPeriod how often it looks
 * @param cpuInitializationPeriod for so long after a pod's start its CPU counts only from a sample
 *     taken wholly since it became ready
 * @param initialReadinessDelay a pod that became unready within this time of its start has never
 *     been ready
 * @param metricsWindow over how long a CPU sample is taken
 * @param scaleUp how it may grow
 * @param scaleDown how it may shrink
 */
public record HpaSettings(
    int targetPercent,
    double tolerance,
    Duration syncPeriod,
    Duration cpuInitializationPeriod,
    Duration initialReadinessDelay,
    Duration metricsWindow,
    ScalingRules scaleUp,
    ScalingRules scaleDown) {

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
    requireTolerance(tolerance);
  }

  static void requireTolerance(double tolerance) {
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException("tolerance must be from 0 to 1, but was " + tolerance);
    }
  }

  /** Kubernetes' defaults, for a target. */
  public static HpaSettings ofTarget(int percent) {
    return builder(percent).build();
  }

  /**
   * Kubernetes' defaults, to be changed.
   *
   * @param targetPercent CPU used over CPU requested that it aims at, in whole percent
   */
  public static Builder builder(int targetPercent) {
    return new Builder(targetPercent);
  }

  /** The same, to be changed. */
  public Builder toBuilder() {
    return new Builder(targetPercent)
        .tolerance(tolerance)
        .syncPeriod(syncPeriod)
        .cpuInitializationPeriod(cpuInitializationPeriod)
        .initialReadinessDelay(initialReadinessDelay)
        .metricsWindow(metricsWindow)
        .scaleUp(scaleUp)
        .scaleDown(scaleDown);
  }

  /** Settings that are being chosen; {@link #build} checks them. */
  public static final class Builder {
    private final int targetPercent;
    private double tolerance = 0.1;
    private Duration syncPeriod = Duration.ofSeconds(15);
    private Duration cpuInitializationPeriod = Duration.ofMinutes(5);
    private Duration initialReadinessDelay = Duration.ofSeconds(30);
    private Duration metricsWindow = Duration.ofSeconds(30);
    private ScalingRules scaleUp = ScalingRules.UP;
    private ScalingRules scaleDown = ScalingRules.DOWN;

    private Builder(int targetPercent) {
      this.targetPercent = targetPercent;
    }

    /** Ratios of used to target within 1 ± this change nothing. */
    public Builder tolerance(double tolerance) {
      this.tolerance = tolerance;
      return this;
    }

    /** How often it looks. */
    public Builder syncPeriod(Duration syncPeriod) {
      this.syncPeriod = syncPeriod;
      return this;
    }

    /** Time after a pod's start in which only whole samples of a ready pod count. */
    public Builder cpuInitializationPeriod(Duration cpuInitializationPeriod) {
      this.cpuInitializationPeriod = cpuInitializationPeriod;
      return this;
    }

    /** A pod that became unready within this time of its start has never been ready. */
    public Builder initialReadinessDelay(Duration initialReadinessDelay) {
      this.initialReadinessDelay = initialReadinessDelay;
      return this;
    }

    /** Over how long a CPU sample is taken. */
    public Builder metricsWindow(Duration metricsWindow) {
      this.metricsWindow = metricsWindow;
      return this;
    }

    /** How it may grow. */
    public Builder scaleUp(ScalingRules scaleUp) {
      this.scaleUp = scaleUp;
      return this;
    }

    /** How it may shrink. */
    public Builder scaleDown(ScalingRules scaleDown) {
      this.scaleDown = scaleDown;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if a value is outside of its range, which is given at {@link
     *     HpaSettings}; the message holds the value
     */
    public HpaSettings build() {
      return new HpaSettings(
          targetPercent,
          tolerance,
          syncPeriod,
          cpuInitializationPeriod,
          initialReadinessDelay,
          metricsWindow,
          scaleUp,
          scaleDown);
    }
  }
}
