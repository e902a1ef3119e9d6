package io.mild.scaling.policy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How fast an autoscaler may move in one direction: {@code spec.behavior.scaleUp} and {@code
 * scaleDown}, with {@code selectPolicy: Max}.
 *
 * @param stabilization the most careful recommendation of this time holds
 * @param limits of which the one that allows the largest change applies
 * @param tolerance how far the ratio of used to target may be beyond 1, in this direction, before
 *     anything changes, 0 to 1; where absent, {@link HpaSettings#tolerance()} (a field of its own
 *     in Kubernetes from 1.33 on, without a feature gate from 1.37)
 */
public record ScalingRules(Duration stabilization, List<Limit> limits, OptionalDouble tolerance) {
  private static final Duration PERIOD = Duration.ofSeconds(15);

  /** At once, by the larger of 100 % and 4 pods in 15 s. */
  public static final ScalingRules UP =
      new ScalingRules(Duration.ZERO, List.of(Limit.percent(100, PERIOD), Limit.pods(4, PERIOD)));

  /** After 300 s, by 100 % in 15 s. */
  public static final ScalingRules DOWN =
      new ScalingRules(Duration.ofSeconds(300), List.of(Limit.percent(100, PERIOD)));

  /** With the tolerance of the whole. */
  public ScalingRules(Duration stabilization, List<Limit> limits) {
    this(stabilization, limits, OptionalDouble.empty());
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the window is negative, there is no limit, or the tolerance
   *     is not within 0 to 1
   */
  public ScalingRules {
    limits = List.copyOf(limits);
    if (stabilization.isNegative() || limits.isEmpty()) {
      throw new IllegalArgumentException(
          "there must be a limit and a window of at least 0, but were %s and %s"
              .formatted(limits, stabilization));
    }
    HpaSettings.requireTolerance(tolerance.orElse(0));
  }

  /**
   * The same with a tolerance of its own.
   *
   * @throws IllegalArgumentException if it is not within 0 to 1
   */
  public ScalingRules withTolerance(double share) {
    return new ScalingRules(stabilization, limits, OptionalDouble.of(share));
  }

  /**
   * How much may change in a period.
   *
   * @param pods so many pods, where {@code percent} is 0
   * @param percent of the pods there were at the period's start
   */
  public record Limit(int pods, int percent, Duration period) {
    /** So many pods in a period. */
    public static Limit pods(int pods, Duration period) {
      return new Limit(pods, 0, period);
    }

    /** So many percent in a period. */
    public static Limit percent(int percent, Duration period) {
      return new Limit(0, percent, period);
    }

    int above(int replicas) {
      return (int) Math.ceil(replicas * (1 + percent / 100.0)) + pods;
    }

    int below(int replicas) {
      return (int) (replicas * (1 - percent / 100.0)) - pods;
    }
  }
}
