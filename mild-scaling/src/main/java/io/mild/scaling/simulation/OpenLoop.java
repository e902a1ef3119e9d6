package io.mild.scaling.simulation;

/** Requests that come whatever became of others. */
final class OpenLoop implements RequestSource {
  private final double[] arrivals;
  private final double[] demands;
  private int next;

  OpenLoop(Workload workload) {
    this.arrivals = workload.arrivals();
    this.demands = workload.demands();
  }

  @Override
  public void begin(Schedule schedule) {}

  @Override
  public double nextArrival() {
    return next < arrivals.length ? arrivals[next] : Double.POSITIVE_INFINITY;
  }

  @Override
  public int take() {
    return next++;
  }

  @Override
  public int sendOf(int client, double now) {
    return -1;
  }

  @Override
  public double arrival(int request) {
    return arrivals[request];
  }

  @Override
  public double demand(int request) {
    return demands[request];
  }

  @Override
  public void answered(int request, double now) {}

  @Override
  public void adjust(double now) {}
}
