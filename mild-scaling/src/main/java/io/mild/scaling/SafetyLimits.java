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
 * @param floorLifetime how far ahead a floor, or a resize, may expire: what a crash leaves behind
 *     is gone after this
 * @param resize times what it was made with that a replica may have at most, at least 1
 * @param freezeLifetime for how long a freeze holds if it isn't renewed
 * @param warmUp after the controller's start, in which no floor is lowered
 * @param staleAge age from which on a service's metrics are as good as missing
 * @param requiredMetrics metrics without which nothing may shrink
 */
public record SafetyLimits(
    int step,
    Duration coolDown,
    int changesPerHour,
    double replicaHoursPerDay,
    Duration floorLifetime,
    double resize,
    Duration freezeLifetime,
    Duration warmUp,
    Duration staleAge,
    Set<Metric> requiredMetrics) {

  /**
   * At most 10 replicas at once, 3 minutes apart, 12 changes an hour, 48 replica-hours a day,
   * floors of 2 hours, replicas of twice their size, freezes of 5 minutes, 5 minutes of warm-up,
   * metrics of 2 minutes at most, CPU required.
   */
  public static final SafetyLimits DEFAULT = builder().build();

  /**
   * Copies the set.
   *
   * @throws IllegalArgumentException if a number is out of its range, with its value
   */
  public SafetyLimits {
    requiredMetrics = Set.copyOf(requiredMetrics);
    if (step < 1 || changesPerHour < 1) {
      throw new IllegalArgumentException(
          "step and changesPerHour must be at least 1, but were %d and %d"
              .formatted(step, changesPerHour));
    }
    if (!(replicaHoursPerDay >= 0)) {
      throw new IllegalArgumentException(
          "replicaHoursPerDay must be at least 0, but was " + replicaHoursPerDay);
    }
    if (!(resize >= 1 && resize < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("resize must be at least 1, but was " + resize);
    }
    if (coolDown.isNegative() || warmUp.isNegative()) {
      throw new IllegalArgumentException(
          "coolDown and warmUp must be at least 0, but were %s and %s".formatted(coolDown, warmUp));
    }
    requirePositive("floorLifetime", floorLifetime);
    requirePositive("freezeLifetime", freezeLifetime);
    requirePositive("staleAge", staleAge);
  }

  /** The default limits, to be changed. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same, to be changed. */
  public Builder toBuilder() {
    return new Builder()
        .step(step)
        .coolDown(coolDown)
        .changesPerHour(changesPerHour)
        .replicaHoursPerDay(replicaHoursPerDay)
        .floorLifetime(floorLifetime)
        .resize(resize)
        .freezeLifetime(freezeLifetime)
        .warmUp(warmUp)
        .staleAge(staleAge)
        .requiredMetrics(requiredMetrics);
  }

  private static void requirePositive(String name, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(name + " must be above 0, but was " + time);
    }
  }

  /** Limits that are being chosen; {@link #build} checks them. */
  public static final class Builder {
    private int step = 10;
    private Duration coolDown = Duration.ofMinutes(3);
    private int changesPerHour = 12;
    private double replicaHoursPerDay = 48;
    private Duration floorLifetime = Duration.ofHours(2);
    private double resize = 2;
    private Duration freezeLifetime = Duration.ofMinutes(5);
    private Duration warmUp = Duration.ofMinutes(5);
    private Duration staleAge = Duration.ofMinutes(2);
    private Set<Metric> requiredMetrics = Set.of(Metric.CPU);

    private Builder() {}

    /** Replicas by which a floor may exceed what runs or holds. */
    public Builder step(int step) {
      this.step = step;
      return this;
    }

    /** Time between two raises of a service's floor. */
    public Builder coolDown(Duration coolDown) {
      this.coolDown = coolDown;
      return this;
    }

    /** Changes of a service's floor in an hour. */
    public Builder changesPerHour(int changesPerHour) {
      this.changesPerHour = changesPerHour;
      return this;
    }

    /** Replica-hours that all floors may cost in 24 hours. */
    public Builder replicaHoursPerDay(double replicaHoursPerDay) {
      this.replicaHoursPerDay = replicaHoursPerDay;
      return this;
    }

    /** Times what it was made with that a replica may have at most; 1 is never more. */
    public Builder resize(double resize) {
      this.resize = resize;
      return this;
    }

    /** How far ahead a floor, or a resize, may expire. */
    public Builder floorLifetime(Duration floorLifetime) {
      this.floorLifetime = floorLifetime;
      return this;
    }

    /** For how long a freeze holds if it isn't renewed. */
    public Builder freezeLifetime(Duration freezeLifetime) {
      this.freezeLifetime = freezeLifetime;
      return this;
    }

    /** Time after the controller's start in which no floor is lowered. */
    public Builder warmUp(Duration warmUp) {
      this.warmUp = warmUp;
      return this;
    }

    /** Age from which on metrics are as good as missing. */
    public Builder staleAge(Duration staleAge) {
      this.staleAge = staleAge;
      return this;
    }

    /** Metrics without which nothing may shrink. */
    public Builder requiredMetrics(Set<Metric> requiredMetrics) {
      this.requiredMetrics = requiredMetrics;
      return this;
    }

    /**
     * The limits.
     *
     * @throws IllegalArgumentException if a value is outside of its range, which is given at {@link
     *     SafetyLimits}; the message holds the value
     */
    public SafetyLimits build() {
      return new SafetyLimits(
          step,
          coolDown,
          changesPerHour,
          replicaHoursPerDay,
          floorLifetime,
          resize,
          freezeLifetime,
          warmUp,
          staleAge,
          requiredMetrics);
    }
  }
}
