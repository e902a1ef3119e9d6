package io.mild.benchmarks.scaling.simulation;

import io.mild.benchmarks.scaling.simulation.Replica.State;
import io.mild.scaling.Metric;
import io.mild.scaling.PodState;
import io.mild.scaling.ServiceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Measures the service as an operator's metrics would: averaged over a window, and late. */
final class SimulatedMonitor {
  static final String SERVICE = "service";

  /** What runs at the day's beginning has run for an hour. */
  private static final double EARLIER = -3600;

  private final ServiceModel model;
  private final int windowPeriods;
  private final int delayPeriods;
  private final double[] rates;

  private int syncs;
  private int arrivals;
  private ServiceState latest = ServiceState.builder(SERVICE, Instant.EPOCH).build();

  SimulatedMonitor(ServiceModel model, int mostSyncs) {
    this.model = model;
    this.windowPeriods = (int) Math.round(model.metricsWindow() / model.syncPeriod());
    this.delayPeriods = (int) Math.round(model.metricsDelay() / model.syncPeriod());
    this.rates = new double[mostSyncs];
  }

  void arrived() {
    arrivals++;
  }

  /** Ends a sampling period. */
  void sample(double now, List<Replica> replicas) {
    for (Replica replica : replicas) {
      if (replica.state == State.READY) {
        replica.sample(now);
      }
    }
    rates[syncs++] = arrivals / model.syncPeriod();
    arrivals = 0;
  }

  /** The latest request rate that has been measured; NaN if there is none yet. */
  double requestRate() {
    return syncs > delayPeriods ? rates[syncs - 1 - delayPeriods] : Double.NaN;
  }

  /**
   * What is known.
   *
   * @param desired replicas that are asked for
   * @param stale whether nothing new is measured
   */
  ServiceState state(
      double now, List<Replica> replicas, int desired, boolean stale, RequestRecorder recorder) {
    List<PodState> pods = new ArrayList<>();
    int ready = 0;
    int measured = 0;
    double cpu = 0;
    double queue = 0;
    for (Replica replica : replicas) {
      if (!replica.isRunning()) {
        continue;
      }
      boolean starts = replica.state == State.STARTING;
      double usage = stale || starts ? Double.NaN : replica.cpu(windowPeriods, delayPeriods);
      pods.add(pod(replica, usage, now));
      ready += starts ? 0 : 1;
      queue += replica.waiting();
      if (!Double.isNaN(usage)) {
        cpu += usage;
        measured++;
      }
    }
    ServiceState.Builder state =
        ServiceState.builder(SERVICE, Seconds.instant(now))
            .replicas(ready, pods.size() - ready, desired)
            .pods(pods);
    if (stale) {
      return state
          .cpu(latest.cpu())
          .requestRate(latest.requestRate())
          .latency(latest.latency())
          .queue(latest.queue())
          .errorRate(latest.errorRate())
          .violations(latest.violations())
          .stale(EnumSet.allOf(Metric.class))
          .build();
    }
    latest =
        state
            .cpu(measured == 0 ? Double.NaN : cpu / measured)
            .requestRate(requestRate())
            .latency(recorder.recentLatency())
            .queue(queue)
            .errorRate(recorder.recentErrorRate())
            .violations(recorder.recentViolationRate())
            .build();
    return latest;
  }

  private PodState pod(Replica replica, double usage, double now) {
    boolean wasThere = replica.readyAt == 0;
    Instant started = Seconds.instant(wasThere ? EARLIER : replica.startedAt);
    if (replica.state == State.STARTING) {
      return PodState.pending(started);
    }
    return PodState.ready(
        started,
        wasThere ? started : Seconds.instant(replica.readyAt),
        usage,
        Seconds.instant(now - model.metricsDelay()));
  }
}
