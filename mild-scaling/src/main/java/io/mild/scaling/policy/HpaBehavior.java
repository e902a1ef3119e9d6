package io.mild.scaling.policy;

import io.mild.scaling.ReplicaRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What Kubernetes makes of a recommendation before it scales: stabilisation windows, limits of
 * change per period, fewest and most replicas.
 */
final class HpaBehavior {
  private final ScalingRules up;
  private final ScalingRules down;
  private final Duration longestWindow;
  private final Duration longestPeriod;
  private final Deque<Event> recommendations = new ArrayDeque<>();
  private final Deque<Event> changes = new ArrayDeque<>();

  HpaBehavior(ScalingRules up, ScalingRules down) {
    this.up = up;
    this.down = down;
    this.longestWindow =
        up.stabilization().compareTo(down.stabilization()) > 0
            ? up.stabilization()
            : down.stabilization();
    this.longestPeriod = longest(longest(Duration.ZERO, up), down);
  }

  /**
   * A new autoscaler, or one whose clock was set back, takes what runs for its first
   * recommendation.
   */
  void begin(Instant now, int current) {
    if (!recommendations.isEmpty() && recommendations.getLast().time.isAfter(now)) {
      recommendations.clear();
      changes.clear();
    }
    if (recommendations.isEmpty()) {
      recommendations.add(new Event(now, current));
    }
  }

  /** How many of the recommended replicas may be asked for now. */
  int normalize(Instant now, int current, int recommended, ReplicaRange range) {
    return limit(now, current, stabilize(now, current, recommended), range);
  }

  /** Remembers that the number of replicas was changed. */
  void changed(Instant now, int by) {
    while (!changes.isEmpty() && !changes.peek().time.isAfter(now.minus(longestPeriod))) {
      changes.remove();
    }
    changes.add(new Event(now, by));
  }

  private int stabilize(Instant now, int current, int recommended) {
    int lowest = recommended;
    int highest = recommended;
    while (!recommendations.isEmpty()
        && !recommendations.peek().time.isAfter(now.minus(longestWindow))) {
      recommendations.remove();
    }
    for (Event event : recommendations) {
      if (event.time.isAfter(now.minus(up.stabilization()))) {
        lowest = Math.min(lowest, event.replicas);
      }
      if (event.time.isAfter(now.minus(down.stabilization()))) {
        highest = Math.max(highest, event.replicas);
      }
    }
    recommendations.add(new Event(now, recommended));
    return Math.min(highest, Math.max(lowest, current));
  }

  private int limit(Instant now, int current, int wanted, ReplicaRange range) {
    if (wanted > current) {
      int most = Integer.MIN_VALUE;
      for (ScalingRules.Limit limit : up.limits()) {
        most = Math.max(most, limit.above(atPeriodStart(now, current, limit.period())));
      }
      return Math.min(wanted, Math.min(range.max(), Math.max(most, current)));
    }
    if (wanted < current) {
      int fewest = Integer.MAX_VALUE;
      for (ScalingRules.Limit limit : down.limits()) {
        fewest = Math.min(fewest, limit.below(atPeriodStart(now, current, limit.period())));
      }
      return Math.max(wanted, Math.max(range.min(), Math.min(fewest, current)));
    }
    return wanted;
  }

  private int atPeriodStart(Instant now, int current, Duration period) {
    int replicas = current;
    for (Event change : changes) {
      if (change.time.isAfter(now.minus(period))) {
        replicas -= change.replicas;
      }
    }
    return replicas;
  }

  private static Duration longest(Duration longest, ScalingRules rules) {
    for (ScalingRules.Limit limit : rules.limits()) {
      longest = limit.period().compareTo(longest) > 0 ? limit.period() : longest;
    }
    return longest;
  }

  /** A number of replicas, or a change of it, at a time. */
  private record Event(Instant time, int replicas) {}
}
