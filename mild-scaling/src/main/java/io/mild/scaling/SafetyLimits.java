package io.mild.scaling;

import java.time.Duration;
import java.util.Set;

/**
 * The limits of what a controller may do, whatever its policies say; see {@link SafetyGovernor}.
 *
 * @param step replicas by which a floor may exceed what runs or holds, at least 1
 * @param coolDown between two raises of a service's floor
 * @param changesPerHour of a service's floor, at least 1; when they are used up it is not raised
 * @param replicaHoursPerDay that all floors may cost in 24 hours beyond what a plain autoscaler
 *     asks for
 * @param longest how far ahead a floor may expire: what a crash leaves behind is gone after this
 * @param freeze for how long a freeze holds if it isn't renewed
 * @param warmUp after the controller's start, in which no floor is lowered
 * @param stale age from which on a service's metrics are as good as missing
 * @param required metrics without which nothing may shrink
 */
public record SafetyLimits(
    int step,
    Duration coolDown,
    int changesPerHour,
    double replicaHoursPerDay,
    Duration longest,
    Duration freeze,
    Duration warmUp,
    Duration stale,
    Set<Metric> required) {

  /**
   * At most 10 replicas at once, 3 minutes apart, 12 changes an hour, 48 replica-hours a day,
   * floors of 2 hours, freezes of 5 minutes, 5 minutes of warm-up, metrics of 2 minutes at most,
   * CPU required.
   */
  public static final SafetyLimits DEFAULT =
      new SafetyLimits(
          10,
          Duration.ofMinutes(3),
          12,
          48,
          Duration.ofHours(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Set.of(Metric.CPU));

  /**
   * Copies the set.
   *
   * @throws IllegalArgumentException if a number is out of its range, with its value
   */
  public SafetyLimits {
    required = Set.copyOf(required);
    if (step < 1 || changesPerHour < 1) {
      throw new IllegalArgumentException(
          "step and changesPerHour must be at least 1, but were %d and %d"
              .formatted(step, changesPerHour));
    }
    if (!(replicaHoursPerDay >= 0)) {
      throw new IllegalArgumentException(
          "replicaHoursPerDay must be at least 0, but was " + replicaHoursPerDay);
    }
    if (coolDown.isNegative() || warmUp.isNegative()) {
      throw new IllegalArgumentException(
          "coolDown and warmUp must be at least 0, but were %s and %s".formatted(coolDown, warmUp));
    }
    requirePositive("longest", longest);
    requirePositive("freeze", freeze);
    requirePositive("stale", stale);
  }

  /** The same with another step. */
  public SafetyLimits withStep(int replicas) {
    return new SafetyLimits(
        replicas,
        coolDown,
        changesPerHour,
        replicaHoursPerDay,
        longest,
        freeze,
        warmUp,
        stale,
        required);
  }

  /** The same with another cool-down. */
  public SafetyLimits withCoolDown(Duration time) {
    return new SafetyLimits(
        step, time, changesPerHour, replicaHoursPerDay, longest, freeze, warmUp, stale, required);
  }

  /** The same with another flap budget. */
  public SafetyLimits withChangesPerHour(int changes) {
    return new SafetyLimits(
        step, coolDown, changes, replicaHoursPerDay, longest, freeze, warmUp, stale, required);
  }

  /** The same with another budget of replica-hours. */
  public SafetyLimits withReplicaHoursPerDay(double hours) {
    return new SafetyLimits(
        step, coolDown, changesPerHour, hours, longest, freeze, warmUp, stale, required);
  }

  /** The same with another longest life of a floor. */
  public SafetyLimits withLongest(Duration time) {
    return new SafetyLimits(
        step, coolDown, changesPerHour, replicaHoursPerDay, time, freeze, warmUp, stale, required);
  }

  /** The same with another warm-up. */
  public SafetyLimits withWarmUp(Duration time) {
    return new SafetyLimits(
        step, coolDown, changesPerHour, replicaHoursPerDay, longest, freeze, time, stale, required);
  }

  /** The same with other metrics required. */
  public SafetyLimits withRequired(Metric... metrics) {
    return new SafetyLimits(
        step,
        coolDown,
        changesPerHour,
        replicaHoursPerDay,
        longest,
        freeze,
        warmUp,
        stale,
        Set.of(metrics));
  }

  private static void requirePositive(String name, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(name + " must be above 0, but was " + time);
    }
  }
}
