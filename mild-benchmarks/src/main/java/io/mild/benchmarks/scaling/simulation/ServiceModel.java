package io.mild.benchmarks.scaling.simulation;

/**
 * The service that is simulated, and the cluster that it runs in. Times are in seconds.
 *
 * @param meanDemand mean time of a request on a replica of speed 1, exponential
 * @param workers requests that a replica works on at once; the others wait in its queue
 * @param queueBound requests that wait at a replica at most; further ones are rejected
 * @param timeout a request that takes longer has failed
 * @param slo a request that takes longer, or fails, violates the service-level objective
 * @param speedSpread standard deviation of the logarithm of the replicas' speeds
 * @param startUp mean time from asking for a replica until it is ready
 * @param coldSeconds for which a new replica is slow
 * @param coldSpeed speed in that time
 * @param detection until a dead replica is noticed
 * @param gateways balancers side by side, each seeing its own requests alone
 * @param syncPeriod between two scaling decisions, and two samples of the metrics
 * @param metricsWindow over which CPU is averaged
 * @param metricsDelay how old the metrics are when they are used
 * @param sloUtilization utilisation up to which a replica keeps the SLO: what capacity means
 * @param maxReplicas as many as the cluster has room for
 */
public record ServiceModel(
    double meanDemand,
    int workers,
    int queueBound,
    double timeout,
    double slo,
    double speedSpread,
    double startUp,
    double coldSeconds,
    double coldSpeed,
    double detection,
    int gateways,
    double syncPeriod,
    double metricsWindow,
    double metricsDelay,
    double sloUtilization,
    int maxReplicas) {
  /**
   * A service of 80 ms a request and one worker a replica, 500 ms promised, two seconds waited for,
   * pods that need a minute to start, three gateways, metrics of half a minute that are 15 s old.
   */
  public static final ServiceModel DEFAULT =
      new ServiceModel(0.080, 1, 24, 2.0, 0.500, 0.1, 60, 30, 0.6, 20, 3, 15, 30, 15, 0.7, 60);

  /** Replicas that a request rate needs at a utilisation, a fraction. */
  public double replicas(double requestRate, double utilization) {
    return requestRate * meanDemand / (workers * utilization);
  }

  /** Synchronisations in so many seconds, at most. */
  int syncs(int seconds) {
    return (int) (seconds / syncPeriod) + 1;
  }
}
