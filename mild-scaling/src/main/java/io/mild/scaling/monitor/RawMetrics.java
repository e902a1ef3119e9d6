package io.mild.scaling.monitor;

import io.mild.scaling.Latency;
import io.mild.scaling.PodState;
import java.time.Instant;
import java.util.List;

/**
 * What exporters say of one service at one time. NaN where they say nothing.
 *
 * @param time of the scrape
 * @param ready replicas that take requests
 * @param starting replicas that were asked for and don't yet
 * @param desired replicas that are asked for
 * @param cpuCores cores that the ready replicas use together
 * @param cpuRequest cores that one replica requested
 * @param requests counter of requests since the exporters' start
 * @param errors counter of those that failed
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
}
