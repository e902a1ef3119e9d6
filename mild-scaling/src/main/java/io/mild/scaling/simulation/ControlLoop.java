package io.mild.scaling.simulation;

import io.mild.scaling.Forecast;
import io.mild.scaling.Metric;
import io.mild.scaling.PodState;
import io.mild.scaling.Recommendation;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.RiskSignal;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import io.mild.scaling.simulation.Fault.Kind;
import io.mild.scaling.simulation.Replica.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Measures, asks the policy, and keeps what followed. */
final class ControlLoop {
  private static final String SERVICE = "service";

  /** Share of a minute's requests that may violate the SLO. */
  private static final double TOLERATED = 0.01;

  private static final double HOUR = 3600;
  private static final double MILLIS = 1000;

  private final ServiceModel model;
  private final Day day;
  private final Autoscaler autoscaler;
  private final AlertFeed alerts;
  private final ReplicaRange range;
  private final Duration lead;
  private final int windowPeriods;
  private final int delayPeriods;
  private final int[] asked;
  private final double[][] course;
  private final double[] rates;

  private int syncs;
  private int desired;
  private int sinceSync;
  private ServiceState latest;
  private int actions;
  private long computeNanos;
  private int falseFloorSyncs;

  ControlLoop(ServiceModel model, Day day, Autoscaler autoscaler, int initialReplicas) {
    this.model = model;
    this.day = day;
    this.autoscaler = autoscaler;
    int seconds = day.trace().seconds();
    this.alerts = new AlertFeed(SERVICE, day.faults(), day.alerts(), seconds, day.seed());
    this.range = new ReplicaRange(1, model.maxReplicas());
    this.windowPeriods = (int) Math.round(model.metricsWindow() / model.syncPeriod());
    this.delayPeriods = (int) Math.round(model.metricsDelay() / model.syncPeriod());
    this.lead =
        Duration.ofMillis(
            Math.round(MILLIS * (model.startUp() + model.metricsDelay() + model.syncPeriod())));
    this.asked = new int[seconds];
    Arrays.fill(asked, initialReplicas);
    this.desired = initialReplicas;
    int most = (int) (seconds / model.syncPeriod()) + 1;
    this.course = new double[5][most];
    this.rates = new double[most];
    this.latest = ServiceState.of(SERVICE, Instant.EPOCH).build();
  }

  void arrived() {
    sinceSync++;
  }

  /** Replicas that run or start, and are not on their way out. */
  int running(List<Replica> replicas) {
    int running = 0;
    for (Replica replica : replicas) {
      running += isRunning(replica) ? 1 : 0;
    }
    return running;
  }

  private static boolean isRunning(Replica replica) {
    return replica.state != State.DRAINING && replica.state != State.GONE;
  }

  /** The replica that Kubernetes would end first: one that isn't ready, else the newest. */
  Replica dispensable(List<Replica> replicas) {
    Replica newest = replicas.get(0);
    boolean found = false;
    for (Replica replica : replicas) {
      if (isRunning(replica)
          && (!found || replica.state != State.READY || newest.state == State.READY)) {
        newest = replica;
        found = true;
      }
    }
    return newest;
  }

  /** Replicas that are to run from now on. */
  int synchronize(double now, List<Replica> replicas, Recorder recorder) {
    replicas.stream().filter(r -> r.state == State.READY).forEach(r -> r.sample(now));
    rates[syncs++] = sinceSync / model.syncPeriod();
    sinceSync = 0;
    boolean stale =
        day.faults().stream().anyMatch(f -> f.kind() == Kind.METRICS_STALE && f.isActive(now));
    ServiceState state = stale ? staleState(now, replicas) : state(now, replicas, recorder);
    List<RiskSignal> signals = alerts.at(now);

    long began = System.nanoTime();
    Optional<Forecast> demand = forecast(now, stale);
    Recommendation recommendation =
        autoscaler.policy().recommend(new Situation(state, signals, demand, range));
    computeNanos += System.nanoTime() - began;

    int wanted = range.clamp(recommendation.replicas());
    wanted = recommendation.freeze() ? Math.max(wanted, desired) : wanted;
    note(now, wanted, state, recorder);
    recorder.forgetRecent();
    return wanted;
  }

  private Optional<Forecast> forecast(double now, boolean stale) {
    if (autoscaler.forecaster().isEmpty()) {
      return Optional.empty();
    }
    double rate = stale || syncs <= delayPeriods ? Double.NaN : rates[syncs - 1 - delayPeriods];
    autoscaler.forecaster().get().observe(AlertFeed.instant(now), rate);
    return autoscaler.forecaster().get().forecast(lead);
  }

  private ServiceState state(double now, List<Replica> replicas, Recorder recorder) {
    List<PodState> pods = new ArrayList<>();
    Instant sampled = AlertFeed.instant(now - model.metricsDelay());
    int ready = 0;
    int measured = 0;
    double cpu = 0;
    double queue = 0;
    for (Replica replica : replicas) {
      if (!isRunning(replica)) {
        continue;
      }
      Instant started = AlertFeed.instant(replica.readyAt == 0 ? -HOUR : replica.startedAt);
      if (replica.state == State.STARTING) {
        pods.add(PodState.pending(started));
        continue;
      }
      double usage = replica.cpu(windowPeriods, delayPeriods);
      Instant since = replica.readyAt == 0 ? started : AlertFeed.instant(replica.readyAt);
      pods.add(PodState.ready(started, since, usage, sampled));
      ready++;
      queue += replica.waiting();
      if (!Double.isNaN(usage)) {
        cpu += usage;
        measured++;
      }
    }
    latest =
        ServiceState.of(SERVICE, AlertFeed.instant(now))
            .replicas(ready, pods.size() - ready, desired)
            .cpu(measured == 0 ? Double.NaN : cpu / measured)
            .requestRate(rates[Math.max(0, syncs - 1 - delayPeriods)])
            .latency(recorder.recentLatency())
            .queue(queue)
            .errorRate(recorder.recentErrorRate())
            .pods(pods)
            .build();
    return latest;
  }

  /** The values of the last state that was measured, with the pods as they stand, unmeasured. */
  private ServiceState staleState(double now, List<Replica> replicas) {
    List<PodState> pods = new ArrayList<>();
    int ready = 0;
    for (Replica replica : replicas) {
      if (isRunning(replica)) {
        Instant started = AlertFeed.instant(replica.readyAt == 0 ? -HOUR : replica.startedAt);
        boolean starts = replica.state == State.STARTING;
        ready += starts ? 0 : 1;
        pods.add(
            starts
                ? PodState.pending(started)
                : PodState.ready(started, AlertFeed.instant(replica.readyAt), Double.NaN, started));
      }
    }
    return ServiceState.of(SERVICE, AlertFeed.instant(now))
        .replicas(ready, pods.size() - ready, desired)
        .cpu(latest.cpu())
        .requestRate(latest.requestRate())
        .latency(latest.latency())
        .queue(latest.queue())
        .errorRate(latest.errorRate())
        .stale(EnumSet.allOf(Metric.class))
        .pods(pods)
        .build();
  }

  private void note(double now, int wanted, ServiceState state, Recorder recorder) {
    boolean counts = now >= day.warmUpSeconds();
    actions += counts && wanted != desired ? 1 : 0;
    desired = wanted;
    Arrays.fill(asked, (int) now, asked.length, wanted);
    int i = syncs - 1;
    course[0][i] = now;
    course[1][i] = model.replicas(day.trace().at(now), model.sloUtilization());
    course[2][i] = state.ready();
    course[3][i] = wanted;
    course[4][i] = recorder.recentViolationRate();
  }

  RunFigures figures(Recorder recorder, UsageMeter meter, long events) {
    double seconds = day.trace().seconds() - day.warmUpSeconds();
    double hours = meter.replicaSeconds() / HOUR;
    return new RunFigures(
        recorder.requests(),
        MILLIS * recorder.meanSeconds(),
        MILLIS * recorder.p99Seconds(),
        recorder.answered() / seconds,
        recorder.good() / seconds,
        meter.cpuSeconds() / (meter.replicaSeconds() * model.workers()),
        1 - (double) recorder.good() / recorder.requests(),
        recorder.violatedMinutes(TOLERATED),
        hours,
        1e6 * hours / recorder.good(),
        actions * HOUR / seconds,
        new DecisionLatency(day.trace(), model).mean(asked, (int) day.warmUpSeconds()),
        computeNanos / (1000.0 * syncs),
        falseFloorSyncs * model.syncPeriod() / HOUR,
        events);
  }

  Timeline timeline() {
    return new Timeline(cut(0), cut(1), cut(2), cut(3), cut(4));
  }

  private double[] cut(int series) {
    return Arrays.copyOf(course[series], syncs);
  }
}
