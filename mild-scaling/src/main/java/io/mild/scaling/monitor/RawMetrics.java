package io.mild.scaling.monitor;

import io.mild.scaling.Latency;
import io.mild.scaling.PodState;
import java.time.Instant;
import java.util.List;

/**
 * What exporters say of one service at one time. NaN where they say nothing.
 *
 * <p>Counters are best those of one place that outlives the replicas, such as a gateway's: they
 * never fall as replicas go. Sums over the ready replicas do too; when one falls, because a replica
 * went or restarted, its rate is missing until the next scrape, see {@link ServiceMonitor}.
 *
 * @param time of the scrape
 * @param ready replicas that take requests
 * @param starting replicas that were asked for and don't yet
 * @param desired replicas that are asked for
 * @param cpuCores cores that the ready replicas use together
 * @param cpuRequest cores that one replica requested
 * @param requests counter of requests since the exporters' start, or the sum of the replicas'
 * @param errors counter of those that failed
 * @param violations counter of those that missed the service's goal: failed or took too long
 * @param latency quantiles of the response time since the scrape before
 * @param queue requests that wait
 * @param pods each pod by itself; may be empty
 */
public record RawMetrics(
    Instant time,
    int ready,
    int starting,
    int desired,
    double cpuCores,
    double cpuRequest,
    double requests,
    double errors,
    double violations,
    Latency latency,
    double queue,
    List<PodState> pods) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a number of replicas is negative
   */
  public RawMetrics {
    if (ready < 0 || starting < 0 || desired < 0) {
      throw new IllegalArgumentException(
          "replicas must not be negative, but %d are ready, %d starting and %d desired"
              .formatted(ready, starting, desired));
    }
    pods = List.copyOf(pods);
  }

  /** A scrape that says nothing yet: no replica, no value. */
  public static Builder builder(Instant time) {
    return new Builder(time);
  }

  /** The same, to be changed. */
  public Builder toBuilder() {
    return new Builder(time)
        .ready(ready)
        .starting(starting)
        .desired(desired)
        .cpuCores(cpuCores)
        .cpuRequest(cpuRequest)
        .requests(requests)
        .errors(errors)
        .violations(violations)
        .latency(latency)
        .queue(queue)
        .pods(pods);
  }

  /** A scrape that is being chosen; {@link #build} checks them. */
  public static final class Builder {
    private final Instant time;
    private int ready;
    private int starting;
    private int desired;
    private double cpuCores = Double.NaN;
    private double cpuRequest = Double.NaN;
    private double requests = Double.NaN;
    private double errors = Double.NaN;
    private double violations = Double.NaN;
    private Latency latency = Latency.UNKNOWN;
    private double queue = Double.NaN;
    private List<PodState> pods = List.of();

    private Builder(Instant time) {
      this.time = time;
    }

    /** Replicas that take requests. */
    public Builder ready(int ready) {
      this.ready = ready;
      return this;
    }

    /** Replicas that were asked for and don't yet. */
    public Builder starting(int starting) {
      this.starting = starting;
      return this;
    }

    /** Replicas that are asked for. */
    public Builder desired(int desired) {
      this.desired = desired;
      return this;
    }

    /** Cores that the ready replicas use together. */
    public Builder cpuCores(double cpuCores) {
      this.cpuCores = cpuCores;
      return this;
    }

    /** Cores that one replica requested. */
    public Builder cpuRequest(double cpuRequest) {
      this.cpuRequest = cpuRequest;
      return this;
    }

    /** Counter of requests since the exporters' start, or the sum of the replicas'. */
    public Builder requests(double requests) {
      this.requests = requests;
      return this;
    }

    /** Counter of those that failed. */
    public Builder errors(double errors) {
      this.errors = errors;
      return this;
    }

    /** Counter of those that missed the service's goal: failed or took too long. */
    public Builder violations(double violations) {
      this.violations = violations;
      return this;
    }

    /** Quantiles of the response time since the scrape before. */
    public Builder latency(Latency latency) {
      this.latency = latency;
      return this;
    }

    /** Requests that wait. */
    public Builder queue(double queue) {
      this.queue = queue;
      return this;
    }

    /** Each pod by itself. */
    public Builder pods(List<PodState> pods) {
      this.pods = pods;
      return this;
    }

    /**
     * The scrape.
     *
     * @throws IllegalArgumentException if a value is outside of its range, which is given at {@link
     *     RawMetrics}; the message holds the value
     */
    public RawMetrics build() {
      return new RawMetrics(
          time,
          ready,
          starting,
          desired,
          cpuCores,
          cpuRequest,
          requests,
          errors,
          violations,
          latency,
          queue,
          pods);
    }
  }
}
