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
  public static final ServiceModel DEFAULT = builder().build();

  /** Replicas that a request rate needs at a utilisation, a fraction. */
  public double replicas(double requestRate, double utilization) {
    return requestRate * meanDemand / (workers * utilization);
  }

  /** Synchronisations in so many seconds, at most. */
  int syncs(int seconds) {
    return (int) (seconds / syncPeriod) + 1;
  }

  /** The default service, to be changed. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same, to be changed. */
  public Builder toBuilder() {
    return new Builder()
        .meanDemand(meanDemand)
        .workers(workers)
        .queueBound(queueBound)
        .timeout(timeout)
        .slo(slo)
        .speedSpread(speedSpread)
        .startUp(startUp)
        .coldSeconds(coldSeconds)
        .coldSpeed(coldSpeed)
        .detection(detection)
        .gateways(gateways)
        .syncPeriod(syncPeriod)
        .metricsWindow(metricsWindow)
        .metricsDelay(metricsDelay)
        .sloUtilization(sloUtilization)
        .maxReplicas(maxReplicas);
  }

  /** A service that is being described. */
  public static final class Builder {
    private double meanDemand = 0.080;
    private int workers = 1;
    private int queueBound = 24;
    private double timeout = 2.0;
    private double slo = 0.500;
    private double speedSpread = 0.1;
    private double startUp = 60;
    private double coldSeconds = 30;
    private double coldSpeed = 0.6;
    private double detection = 20;
    private int gateways = 3;
    private double syncPeriod = 15;
    private double metricsWindow = 30;
    private double metricsDelay = 15;
    private double sloUtilization = 0.7;
    private int maxReplicas = 60;

    private Builder() {}

    /** Mean time of a request on a replica of speed 1. */
    public Builder meanDemand(double meanDemand) {
      this.meanDemand = meanDemand;
      return this;
    }

    /** Requests that a replica works on at once. */
    public Builder workers(int workers) {
      this.workers = workers;
      return this;
    }

    /** Requests that wait at a replica at most. */
    public Builder queueBound(int queueBound) {
      this.queueBound = queueBound;
      return this;
    }

    /** A request that takes longer has failed. */
    public Builder timeout(double timeout) {
      this.timeout = timeout;
      return this;
    }

    /** A request that takes longer violates the service-level objective. */
    public Builder slo(double slo) {
      this.slo = slo;
      return this;
    }

    /** Standard deviation of the logarithm of the replicas' speeds. */
    public Builder speedSpread(double speedSpread) {
      this.speedSpread = speedSpread;
      return this;
    }

    /** Mean time from asking for a replica until it is ready. */
    public Builder startUp(double startUp) {
      this.startUp = startUp;
      return this;
    }

    /** For how long a new replica is slow. */
    public Builder coldSeconds(double coldSeconds) {
      this.coldSeconds = coldSeconds;
      return this;
    }

    /** Speed in that time. */
    public Builder coldSpeed(double coldSpeed) {
      this.coldSpeed = coldSpeed;
      return this;
    }

    /** Until a dead replica is noticed. */
    public Builder detection(double detection) {
      this.detection = detection;
      return this;
    }

    /** Balancers side by side. */
    public Builder gateways(int gateways) {
      this.gateways = gateways;
      return this;
    }

    /** Between two scaling decisions. */
    public Builder syncPeriod(double syncPeriod) {
      this.syncPeriod = syncPeriod;
      return this;
    }

    /** Over which CPU is averaged. */
    public Builder metricsWindow(double metricsWindow) {
      this.metricsWindow = metricsWindow;
      return this;
    }

    /** How old the metrics are when they are used. */
    public Builder metricsDelay(double metricsDelay) {
      this.metricsDelay = metricsDelay;
      return this;
    }

    /** Utilisation up to which a replica keeps the SLO. */
    public Builder sloUtilization(double sloUtilization) {
      this.sloUtilization = sloUtilization;
      return this;
    }

    /** As many as the cluster has room for. */
    public Builder maxReplicas(int maxReplicas) {
      this.maxReplicas = maxReplicas;
      return this;
    }

    /** The service. */
    public ServiceModel build() {
      return new ServiceModel(
          meanDemand,
          workers,
          queueBound,
          timeout,
          slo,
          speedSpread,
          startUp,
          coldSeconds,
          coldSpeed,
          detection,
          gateways,
          syncPeriod,
          metricsWindow,
          metricsDelay,
          sloUtilization,
          maxReplicas);
    }
  }
}
