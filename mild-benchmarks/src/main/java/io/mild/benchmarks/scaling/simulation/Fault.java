package io.mild.benchmarks.scaling.simulation;

/**
 * Something that goes wrong, at a time that no policy has an influence on.
 *
 * @param kind what
 * @param start seconds
 * @param end seconds, after the start
 * @param magnitude see {@link Kind}
 * @param share share of the replicas that it strikes, 0 to 1
 * @param draw uniform on 0 to 1: decides which replicas these are
 */
public record Fault(
    Kind kind, double start, double end, double magnitude, double share, double draw) {
  private static final double GOLDEN = 0.6180339887498949;

  /** What can go wrong. */
  public enum Kind {
    /** Replicas take {@code magnitude} times as long, such as beside a noisy neighbour. */
    REPLICA_SLOW,
    /** Replicas die at the start; until probes notice, they answer each request with an error. */
    CRASH,
    /**
     * Replicas that run at the start get slower, at the end {@code magnitude} times, and then die.
     */
    LEAK,
    /**
     * Each request waits {@code magnitude} seconds for another service, and holds its worker. No
     * CPU is used meanwhile.
     */
    DEPENDENCY_SLOW,
    /** No metric is measured: the latest values stay. */
    METRICS_STALE
  }

  /**
   * Checks times and shares.
   *
   * @throws IllegalArgumentException if the end isn't after the start, or a share is out of range
   */
  public Fault {
    if (!(start < end)) {
      throw new IllegalArgumentException("a fault must end after %s, not %s".formatted(start, end));
    }
    if (!(share >= 0 && share <= 1 && draw >= 0 && draw <= 1)) {
      throw new IllegalArgumentException(
          "share and draw must be 0 to 1, but were %s and %s".formatted(share, draw));
    }
  }

  /** Whether it goes on. */
  boolean isActive(double now) {
    return start <= now && now < end;
  }

  /** Whether it strikes a replica; which ones depends on the order of creation alone. */
  boolean strikes(Replica replica) {
    double point = draw + replica.number * GOLDEN; // spreads evenly over any number of them
    return point - Math.floor(point) < share;
  }

  /** Whether a leak goes on in a replica: one that was started after it began is still fresh. */
  boolean leaksIn(Replica replica) {
    return replica.readyAt <= start && strikes(replica);
  }
}
