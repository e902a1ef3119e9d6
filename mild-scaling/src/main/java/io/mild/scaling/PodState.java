package io.mild.scaling;

import java.time.Instant;

/**
 * One pod, as a HorizontalPodAutoscaler looks at it.
 *
 * @param phase where it stands
 * @param ready whether it takes requests
 * @param started when it was started
 * @param readyChanged when {@code ready} last changed; {@code started} if it never has
 * @param cpu CPU used over CPU requested, mean of the metrics window; NaN if there is no sample
 * @param sampled the end of that window; of no meaning without a sample
 */
public record PodState(
    Phase phase,
    boolean ready,
    Instant started,
    Instant readyChanged,
    double cpu,
    Instant sampled) {

  /** Where a pod stands. */
  public enum Phase {
    /** Accepted, its containers are not running yet. */
    PENDING,
    /** Its containers run. */
    RUNNING,
    /** Failed, or being deleted: no autoscaler counts it. */
    GONE
  }

  /** A pod that is not running yet. */
  public static PodState pending(Instant started) {
    return new PodState(Phase.PENDING, false, started, started, Double.NaN, started);
  }

  /**
   * A pod that takes requests.
   *
   * @param readySince when it became ready
   * @param cpu CPU used over CPU requested; NaN if there is no sample
   * @param sampled the time of the sample
   */
  public static PodState ready(Instant started, Instant readySince, double cpu, Instant sampled) {
    return new PodState(Phase.RUNNING, true, started, readySince, cpu, sampled);
  }

  /** Whether there is a sample of its CPU; one that can't be, negative or infinite, is none. */
  public boolean isMeasured() {
    return cpu >= 0 && cpu < Double.POSITIVE_INFINITY;
  }
}
