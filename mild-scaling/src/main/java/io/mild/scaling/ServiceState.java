package io.mild.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of one service at one time. Immutable.
 *
 * <p>A metric without a fresh value is in {@link #missing}; its value is then the latest that is
 * still usable, or NaN where there is none. What can't be, negative or infinite, is none. Nothing
 * may be concluded from a missing metric that lowers capacity.
 *
 * @param service its name
 * @param time of which all of this is said
 * @param ready replicas that take requests
 * @param starting replicas that were asked for and don't yet
 * @param desired replicas that are asked for
 * @param cpu CPU used over CPU requested, mean of the ready replicas
 * @param requestRate requests that arrive a second
 * @param latency of its responses
 * @param queue requests that wait, over all replicas
 * @param errorRate share of requests that fail, 0 to 1
 * @param violations share of requests that miss the service's goal, failed ones among them, 0 to 1
 * @param missing metrics without a fresh value
 * @param pods each pod by itself; empty where only the means above are known
 */
public record ServiceState(
    String service,
    Instant time,
    int ready,
    int starting,
    int desired,
    double cpu,
    double requestRate,
    Latency latency,
    double queue,
    double errorRate,
    double violations,
    Set<Metric> missing,
    List<PodState> pods) {

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if a number of replicas is negative, or a value is NaN,
   *     negative or infinite whose metric isn't marked as missing
   */
  public ServiceState {
    missing = Set.copyOf(missing);
    pods = List.copyOf(pods);
    if (ready < 0 || starting < 0 || desired < 0) {
      throw new IllegalArgumentException(
          "replicas must be at least 0, but of %s %d are ready, %d starting, %d desired"
              .formatted(service, ready, starting, desired));
    }
    for (Metric metric : unknown(cpu, requestRate, latency, queue, errorRate, violations)) {
      if (!missing.contains(metric)) {
        throw new IllegalArgumentException(
            "%s of %s is NaN, negative or infinite and not marked as missing: %s"
                .formatted(metric, service, missing));
      }
    }
  }

  /** Starts the description of a state; what is not given is missing, or 0 replicas. */
  public static Builder builder(String service, Instant time) {
    return new Builder(service, time);
  }

  /** Whether a metric has no fresh value. */
  public boolean isMissing(Metric metric) {
    return missing.contains(metric);
  }

  /**
   * The same seen at another time: with that time, and all metrics marked as missing once they are
   * too old, or of a time that is as far ahead: then a clock was set.
   *
   * @param stale the age from which on they are
   */
  ServiceState seenAt(Instant now, Duration stale) {
    boolean isOld = Duration.between(time, now).abs().compareTo(stale) >= 0;
    return new ServiceState(
        service,
        now,
        ready,
        starting,
        desired,
        cpu,
        requestRate,
        latency,
        queue,
        errorRate,
        violations,
        isOld ? EnumSet.allOf(Metric.class) : missing,
        pods);
  }

  private static Set<Metric> unknown(
      double cpu,
      double requestRate,
      Latency latency,
      double queue,
      double errorRate,
      double violations) {
    Set<Metric> unknown = EnumSet.noneOf(Metric.class);
    if (!isPossible(cpu)) {
      unknown.add(Metric.CPU);
    }
    if (!isPossible(requestRate)) {
      unknown.add(Metric.REQUEST_RATE);
    }
    if (!latency.isKnown()) {
      unknown.add(Metric.LATENCY);
    }
    if (!isPossible(queue)) {
      unknown.add(Metric.QUEUE);
    }
    if (!isPossible(errorRate)) {
      unknown.add(Metric.ERROR_RATE);
    }
    if (!isPossible(violations)) {
      unknown.add(Metric.VIOLATIONS);
    }
    return unknown;
  }

  private static boolean isPossible(double value) {
    return value >= 0 && value < Double.POSITIVE_INFINITY;
  }

  /** A state that is being described. Not thread-safe. */
  public static final class Builder {
    private final String service;
    private final Instant time;
    private final Set<Metric> stale = EnumSet.noneOf(Metric.class);
    private int ready;
    private int starting;
    private int desired;
    private double cpu = Double.NaN;
    private double requestRate = Double.NaN;
    private Latency latency = Latency.UNKNOWN;
    private double queue = Double.NaN;
    private double errorRate = Double.NaN;
    private double violations = Double.NaN;
    private List<PodState> pods = List.of();

    private Builder(String service, Instant time) {
      this.service = service;
      this.time = time;
    }

    /** Replicas that take requests, that don't yet, and that are asked for. */
    public Builder replicas(int ready, int starting, int desired) {
      this.ready = ready;
      this.starting = starting;
      this.desired = desired;
      return this;
    }

    /** CPU used over CPU requested, mean of the ready replicas. */
    public Builder cpu(double cpu) {
      this.cpu = possible(cpu);
      return this;
    }

    /** Requests that arrive a second. */
    public Builder requestRate(double requestRate) {
      this.requestRate = possible(requestRate);
      return this;
    }

    /** Quantiles of the response time. */
    public Builder latency(Latency latency) {
      this.latency = latency;
      return this;
    }

    /** Requests that wait, over all replicas. */
    public Builder queue(double queue) {
      this.queue = possible(queue);
      return this;
    }

    /** Share of requests that fail, 0 to 1. */
    public Builder errorRate(double errorRate) {
      this.errorRate = possible(errorRate);
      return this;
    }

    /** Share of requests that miss the service's goal, failed ones among them, 0 to 1. */
    public Builder violations(double violations) {
      this.violations = possible(violations);
      return this;
    }

    /** Each pod by itself. */
    public Builder pods(List<PodState> pods) {
      this.pods = pods;
      return this;
    }

    /** What can't be is not known. */
    private static double possible(double value) {
      return isPossible(value) ? value : Double.NaN;
    }

    /** Marks metrics whose values are old; those without any value are marked anyway. */
    public Builder stale(Set<Metric> metrics) {
      stale.addAll(metrics);
      return this;
    }

    /**
     * The state.
     *
     * @throws IllegalArgumentException if a number of replicas is negative
     */
    public ServiceState build() {
      Set<Metric> missing = unknown(cpu, requestRate, latency, queue, errorRate, violations);
      missing.addAll(stale);
      return new ServiceState(
          service,
          time,
          ready,
          starting,
          desired,
          cpu,
          requestRate,
          latency,
          queue,
          errorRate,
          violations,
          missing,
          pods);
    }
  }
}
