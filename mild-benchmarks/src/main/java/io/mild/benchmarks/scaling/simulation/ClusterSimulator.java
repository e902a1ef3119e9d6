package io.mild.benchmarks.scaling.simulation;

import io.mild.benchmarks.scaling.simulation.Fault.Kind;
import io.mild.benchmarks.scaling.simulation.Replica.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * One service's replicas behind gateways, under one day's requests and faults, scaled by one
 * policy: a discrete-event simulation in which each request is sent, queued, worked on and
 * answered.
 *
 * <p>Requests that nobody waits for any longer are dropped when a worker would take them up. Faults
 * change the speed of requests that begin from then on. In a closed loop the answers decide when
 * clients ask again, and so the arrivals differ between policies; all else is common to them. A
 * probe takes no work, and its answer is there after a millisecond.
 *
 * <p>One object is one run.
 */
public final class ClusterSimulator {
  /** What a dead replica takes to refuse a request. */
  private static final double REFUSAL_SECONDS = 0.002;

  private static final double PROBE_SECONDS = 0.001;

  private static final int COMPLETED = 0;
  private static final int REFUSED = 1;
  private static final int STARTED = 2;
  private static final int NOTICED = 3;
  private static final int FAULT_BEGINS = 4;
  private static final int FAULT_ENDS = 5;
  private static final int CLIENT_SENDS = 6;
  private static final int SYNC = 7;
  private static final int PROBED = 8;

  private final ServiceModel model;
  private final Day day;
  private final double horizon;
  private final RequestSource requests;
  private final Gateways gateways;
  private final ReplicaSpecs specs;
  private final SimulatedMonitor monitor;
  private final ControlLoop control;
  private final RequestRecorder recorder;
  private final UsageMeter meter;
  private final EventHeap heap = new EventHeap();
  private final List<Replica> replicas = new ArrayList<>();
  private final ActiveFaults faults = new ActiveFaults();

  private final boolean probing;
  private int[] found = new int[0]; // requests in flight at the replica, as each one came

  private double now;
  private long events;

  /**
   * Prepares a run.
   *
   * @param requests of the day, from the beginning
   * @param initialReplicas that run when the day begins
   */
  public ClusterSimulator(
      ServiceModel model,
      Day day,
      RequestSource requests,
      Autoscaler autoscaler,
      Routing routing,
      int initialReplicas) {
    this.model = model;
    this.day = day;
    this.requests = requests;
    this.horizon = day.trace().seconds();
    this.gateways = new Gateways(model.gateways(), routing, day.seed());
    this.probing = gateways.areProbing();
    this.specs = new ReplicaSpecs(model, day.seed());
    this.recorder = new RequestRecorder(model, day.warmUpSeconds(), horizon);
    this.meter = new UsageMeter(day.warmUpSeconds(), horizon);
    this.monitor = new SimulatedMonitor(model, model.syncs(day.trace().seconds()));
    this.control = new ControlLoop(model, day, autoscaler, monitor, initialReplicas);
    for (int i = 0; i < initialReplicas; i++) {
      Replica replica = create();
      replica.becomeReady(0);
      gateways.addWarm(replica.number);
    }
  }

  /** Runs the day. */
  public RunFigures run() {
    heap.add(model.syncPeriod(), event(SYNC, 0, 0, 0));
    for (int i = 0; i < day.faults().size(); i++) {
      heap.add(day.faults().get(i).start(), event(FAULT_BEGINS, 0, 0, i));
      heap.add(day.faults().get(i).end(), event(FAULT_ENDS, 0, 0, i));
    }
    requests.begin((time, client) -> heap.add(time, event(CLIENT_SENDS, 0, 0, client)));
    while (true) {
      double arrival = requests.nextArrival();
      if (arrival < heap.time()) {
        now = arrival;
        events++;
        send(requests.take());
      } else if (heap.isEmpty()) {
        break;
      } else {
        now = heap.time();
        events++;
        handle(heap.poll());
      }
    }
    meter.advance(Math.max(now, horizon));
    return control.figures(recorder, meter, events);
  }

  /** The course of the run, after it. */
  public RunTimeline timeline() {
    return control.timeline();
  }

  private static long event(int kind, int life, int replica, int subject) {
    return (long) kind << 60 | (long) (life & 0xff) << 52 | (long) replica << 32 | subject;
  }

  private void handle(long event) {
    int kind = (int) (event >>> 60);
    int subject = (int) event;
    switch (kind) {
      case COMPLETED -> {
        Replica replica = replicas.get((int) (event >>> 32) & 0xfffff);
        if ((replica.life & 0xff) == ((int) (event >>> 52) & 0xff)) {
          complete(replica, subject);
        }
      }
      case REFUSED -> settle((int) (event >>> 32) & 0xfffff, subject, false);
      case STARTED -> start(replicas.get(subject), (int) (event >>> 52) & 0xff);
      case NOTICED -> restart(replicas.get(subject));
      case PROBED -> probed(replicas.get((int) (event >>> 32) & 0xfffff), subject);
      case FAULT_BEGINS -> begin(day.faults().get(subject));
      case FAULT_ENDS -> end(day.faults().get(subject));
      case CLIENT_SENDS -> {
        if (now < horizon) {
          int request = requests.sendOf(subject, now);
          if (request >= 0) {
            send(request);
          }
        }
      }
      default -> synchronize();
    }
  }

  private void send(int request) {
    monitor.arrived();
    int number = gateways.send(request, now);
    if (number < 0) {
      answer(request, false);
      return;
    }
    Replica replica = replicas.get(number);
    if (replica.state == State.DEAD) {
      heap.add(now + REFUSAL_SECONDS, event(REFUSED, 0, number, request));
    } else if (replica.hasFreeWorker()) {
      enter(replica, request);
      work(replica, request);
    } else if (replica.isQueueFull()) {
      settle(number, request, false);
    } else {
      enter(replica, request);
      replica.enqueue(request);
    }
    gateways.probes(
        request,
        (gateway, probed) -> heap.add(now + PROBE_SECONDS, event(PROBED, 0, probed, gateway)));
  }

  private void enter(Replica replica, int request) {
    if (probing) {
      if (request >= found.length) {
        found = Arrays.copyOf(found, 2 * request + 1);
      }
      found[request] = replica.meter.arrived();
    }
  }

  private void probed(Replica replica, int gateway) {
    if (replica.state == State.READY) {
      gateways.probed(gateway, replica.number, replica.meter.report(now), now);
    }
  }

  private void work(Replica replica, int request) {
    double cpu = requests.demand(request) / speed(replica);
    replica.begin(request);
    replica.use(cpu);
    meter.use(cpu, now);
    heap.add(
        now + cpu + faults.extraSeconds(), event(COMPLETED, replica.life, replica.number, request));
  }

  private void complete(Replica replica, int request) {
    replica.finish(request);
    if (probing) {
      replica.meter.answered(found[request], now - requests.arrival(request), now);
    }
    settle(replica.number, request, now - requests.arrival(request) <= model.timeout());
    while (replica.waiting() > 0 && replica.hasFreeWorker()) {
      int next = replica.dequeue();
      if (now - requests.arrival(next) > model.timeout()) {
        if (probing) {
          replica.meter.ended();
        }
        settle(replica.number, next, false);
      } else {
        work(replica, next);
      }
    }
    if (replica.state == State.DRAINING && replica.isIdle()) {
      remove(replica);
    }
  }

  private void settle(int replica, int request, boolean success) {
    double seconds = now - requests.arrival(request);
    gateways.answered(request, replica, seconds, success, now);
    answer(request, success);
  }

  private void answer(int request, boolean success) {
    recorder.record(requests.arrival(request), now - requests.arrival(request), success);
    requests.answered(request, now);
  }

  private double speed(Replica replica) {
    double speed = replica.speed;
    if (now - replica.readyAt < model.coldSeconds() && replica.readyAt > 0) {
      speed *= model.coldSpeed();
    }
    return faults.slowed(speed, replica, now);
  }

  private void begin(Fault fault) {
    faults.begin(fault);
    if (fault.kind() == Kind.CRASH) {
      ready(fault::strikes).forEach(this::die);
    }
  }

  private void end(Fault fault) {
    faults.end(fault);
    if (fault.kind() == Kind.LEAK) {
      ready(fault::leaksIn).forEach(this::die);
    }
  }

  private List<Replica> ready(Predicate<Replica> struck) {
    return replicas.stream()
        .filter(replica -> replica.state == State.READY && struck.test(replica))
        .toList();
  }

  /** What it works on, and what waits there, fails at once; nobody notices for a while. */
  private void die(Replica replica) {
    for (int request : replica.die()) {
      settle(replica.number, request, false);
    }
    heap.add(now + model.detection(), event(NOTICED, 0, 0, replica.number));
  }

  private Replica create() {
    Replica replica = specs.create(replicas.size(), now);
    replicas.add(replica);
    meter.provision(1, now);
    return replica;
  }

  private void start(Replica replica, int life) {
    if (replica.state == State.STARTING && (replica.life & 0xff) == life) {
      replica.becomeReady(now);
      gateways.join(replica.number, now);
    }
  }

  private void restart(Replica replica) {
    if (replica.state == State.DEAD) {
      gateways.remove(replica.number);
      replica.state = State.STARTING;
      awaitStart(replica);
    }
  }

  private void awaitStart(Replica replica) {
    heap.add(now + specs.startUp(replica.number), event(STARTED, replica.life, 0, replica.number));
  }

  private void remove(Replica replica) {
    replica.state = State.GONE;
    meter.provision(-1, now);
  }

  private void synchronize() {
    int wanted = control.synchronize(now, replicas, recorder);
    int running = (int) replicas.stream().filter(Replica::isRunning).count();
    for (int i = running; i < wanted; i++) {
      awaitStart(create());
    }
    for (int i = wanted; i < running; i++) {
      stop(dispensable());
    }
    requests.adjust(now);
    if (now + model.syncPeriod() < horizon) {
      heap.add(now + model.syncPeriod(), event(SYNC, 0, 0, 0));
    }
  }

  /** The replica that Kubernetes would end first: one that isn't ready, else the newest. */
  private Replica dispensable() {
    Replica chosen = replicas.get(0);
    for (Replica replica : replicas) {
      boolean prefers = replica.state != State.READY || chosen.state == State.READY;
      if (replica.isRunning() && (prefers || !chosen.isRunning())) {
        chosen = replica;
      }
    }
    return chosen;
  }

  private void stop(Replica replica) {
    if (replica.state == State.STARTING) {
      remove(replica);
      return;
    }
    gateways.remove(replica.number);
    boolean idle = replica.isIdle();
    replica.state = State.DRAINING;
    if (idle) {
      remove(replica);
    }
  }
}
