package io.mild.benchmarks.scaling.simulation;

/** Requests that come whatever became of others. */
final class OpenLoop extends RequestSource {
  private final double[] arrivals;
  private final double[] demands;
  private int next;

  OpenLoop(Workload workload) {
    this.arrivals = workload.arrivals();
    this.demands = workload.demands();
  }

  @Override
  void begin(Schedule schedule) {}

  @Override
  double nextArrival() {
    return next < arrivals.length ? arrivals[next] : Double.POSITIVE_INFINITY;
  }

  @Override
  int take() {
    return next++;
  }

  @Override
  int sendOf(int client, double now) {
    return -1;
  }

  @Override
  double arrival(int request) {
    return arrivals[request];
  }

  @Override
  double demand(int request) {
    return demands[request];
  }

  @Override
  void answered(int request, double now) {}

  @Override
  void adjust(double now) {}
}
