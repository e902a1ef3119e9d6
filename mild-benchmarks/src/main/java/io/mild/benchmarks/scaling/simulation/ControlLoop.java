package io.mild.benchmarks.scaling.simulation;

import io.mild.benchmarks.scaling.simulation.Fault.Kind;
import io.mild.scaling.Forecast;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.RiskSignal;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Measures, asks what decides, and keeps what followed. */
final class ControlLoop {
  /** Share of a minute's requests that may violate the SLO. */
  private static final double TOLERATED = 0.05;

  private static final double HOUR = 3600;
  private static final double MILLIS = 1000;

  /** Of this thread alone: the machine may be busy with other runs. */
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final ServiceModel model;
  private final Day day;
  private final Autoscaler autoscaler;
  private final SimulatedMonitor monitor;
  private final AlertFeed alerts;
  private final ReplicaRange range;
  private final int[] asked;
  private final double[][] course;

  private int syncs;
  private int desired;
  private int actions;
  private long computeNanos;
  private int falseFloorSyncs;

  ControlLoop(
      ServiceModel model,
      Day day,
      Autoscaler autoscaler,
      SimulatedMonitor monitor,
      int initialReplicas) {
    this.model = model;
    this.day = day;
    this.autoscaler = autoscaler;
    this.monitor = monitor;
    int seconds = day.trace().seconds();
    this.alerts = new AlertFeed(day.faults(), day.alerts(), seconds, day.seed());
    this.range = new ReplicaRange(1, model.maxReplicas());
    this.asked = new int[seconds];
    Arrays.fill(asked, initialReplicas);
    this.desired = initialReplicas;
    this.course = new double[5][model.syncs(seconds)];
  }

  /** Replicas that are to run from now on. */
  int synchronize(double now, List<Replica> replicas, RequestRecorder recorder) {
    monitor.sample(now, replicas);
    boolean stale =
        day.faults().stream().anyMatch(f -> f.kind() == Kind.METRICS_STALE && f.isActive(now));
    ServiceState state = monitor.state(now, replicas, desired, stale, recorder);
    List<RiskSignal> signals = alerts.at(now);

    long began = CPU.getCurrentThreadCpuTime();
    Situation situation = new Situation(state, signals, forecast(now, stale), range);
    int wanted = autoscaler.decide(situation);
    computeNanos += CPU.getCurrentThreadCpuTime() - began;

    note(now, wanted, state, recorder);
    recorder.forgetRecent();
    return wanted;
  }

  private Optional<Forecast> forecast(double now, boolean stale) {
    return autoscaler
        .forecaster()
        .flatMap(
            forecaster -> {
              forecaster.observe(Seconds.instant(now), stale ? Double.NaN : monitor.requestRate());
              return forecaster.forecast();
            });
  }

  private void note(double now, int wanted, ServiceState state, RequestRecorder recorder) {
    if (now >= day.warmUpSeconds()) {
      actions += wanted == desired ? 0 : 1;
      boolean held = autoscaler.isHeldUp(wanted) && alerts.areAllFalse(now);
      falseFloorSyncs += held ? 1 : 0;
    }
    desired = wanted;
    Arrays.fill(asked, (int) now, asked.length, wanted);
    course[0][syncs] = now;
    course[1][syncs] = model.replicas(day.trace().at(now), model.sloUtilization());
    course[2][syncs] = state.ready();
    course[3][syncs] = wanted;
    course[4][syncs] = recorder.recentViolationRate();
    syncs++;
  }

  RunFigures figures(RequestRecorder recorder, UsageMeter meter, long events) {
    double seconds = day.trace().seconds() - day.warmUpSeconds();
    double hours = meter.replicaSeconds() / HOUR;
    return new RunFigures(
        recorder.requests(),
        MILLIS * recorder.meanSeconds(),
        MILLIS * recorder.quantileSeconds(99),
        MILLIS * recorder.quantileSeconds(99.9),
        recorder.answered() / seconds,
        recorder.good() / seconds,
        meter.cpuSeconds() / (meter.replicaSeconds() * model.workers()),
        1 - (double) recorder.good() / recorder.requests(),
        recorder.violatedMinutes(TOLERATED),
        hours,
        1e6 * hours / recorder.good(),
        actions * HOUR / seconds,
        new DecisionLatency(day.trace(), model).mean(asked, (int) day.warmUpSeconds()),
        computeNanos / (MILLIS * syncs),
        falseFloorSyncs * model.syncPeriod() / HOUR,
        events);
  }

  RunTimeline timeline() {
    return new RunTimeline(cut(0), cut(1), cut(2), cut(3), cut(4));
  }

  private double[] cut(int series) {
    return Arrays.copyOf(course[series], syncs);
  }
}
