package io.mild.benchmarks.scaling.simulation;

/** Replica-seconds and CPU-seconds between two times. */
final class UsageMeter {
  private final double from;
  private final double to;

  private int provisioned;
  private double since;
  private double replicaSeconds;
  private double cpuSeconds;

  UsageMeter(double from, double to) {
    this.from = from;
    this.to = to;
  }

  /** So many replicas more. */
  void provision(int more, double now) {
    advance(now);
    provisioned += more;
  }

  void use(double seconds, double now) {
    cpuSeconds += now >= from && now < to ? seconds : 0;
  }

  void advance(double now) {
    double begin = Math.max(since, from);
    double end = Math.min(now, to);
    replicaSeconds += end > begin ? provisioned * (end - begin) : 0;
    since = now;
  }

  double replicaSeconds() {
    return replicaSeconds;
  }

  double cpuSeconds() {
    return cpuSeconds;
  }
}
