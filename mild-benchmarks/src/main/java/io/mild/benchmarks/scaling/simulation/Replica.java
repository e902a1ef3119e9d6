package io.mild.benchmarks.scaling.simulation;

import io.mild.scaling.balance.LoadMeter;
import java.util.Arrays;

/** One replica: a bounded queue before a few workers. */
final class Replica {
  /** Where a replica stands. */
  enum State {
    STARTING,
    READY,
    /** Dead, and nobody has noticed yet. */
    DEAD,
    /** Takes no further requests and ends with its last one. */
    DRAINING,
    GONE
  }

  final int number;
  final double speed;
  final double startedAt;

  State state = State.STARTING;
  double readyAt;

  /** Grows when it dies, so that what it was to complete then is known to be void. */
  int life;

  /** What it tells those who probe. */
  LoadMeter meter = new LoadMeter();

  private final int[] inWork;
  private int working;

  private final int[] queue;
  private int head;
  private int waiting;

  private double cpuSeconds;
  private double sampledCpuSeconds;
  private double sampledAt;
  private final double[] samples;
  private int sampled;

  /**
   * @param number the so manieth to be created
   * @param workers requests that it works on at once
   * @param queueBound requests that wait at most
   * @param samples how many samples of its CPU are kept
   */
  Replica(int number, double speed, double startedAt, int workers, int queueBound, int samples) {
    this.number = number;
    this.speed = speed;
    this.startedAt = startedAt;
    this.inWork = new int[workers];
    this.queue = new int[queueBound];
    this.samples = new double[samples];
  }

  /** Whether it runs or starts, and is not on its way out. */
  boolean isRunning() {
    return state != State.DRAINING && state != State.GONE;
  }

  boolean hasFreeWorker() {
    return working < inWork.length;
  }

  boolean isIdle() {
    return working == 0;
  }

  void begin(int request) {
    inWork[working++] = request;
  }

  void finish(int request) {
    int place = 0;
    while (inWork[place] != request) {
      place++;
    }
    inWork[place] = inWork[--working];
  }

  /** Dies, and hands back all requests that it had. */
  int[] die() {
    int[] lost = Arrays.copyOf(inWork, working + waiting);
    for (int i = working; i < lost.length; i++) {
      lost[i] = dequeue();
    }
    working = 0;
    state = State.DEAD;
    meter = new LoadMeter();
    life++;
    return lost;
  }

  boolean isQueueFull() {
    return waiting == queue.length;
  }

  int waiting() {
    return waiting;
  }

  void enqueue(int request) {
    int end = head + waiting++;
    queue[end < queue.length ? end : end - queue.length] = request;
  }

  int dequeue() {
    int request = queue[head];
    head = head + 1 == queue.length ? 0 : head + 1;
    waiting--;
    return request;
  }

  void use(double seconds) {
    cpuSeconds += seconds;
  }

  void becomeReady(double now) {
    state = State.READY;
    readyAt = now;
    sampledAt = now;
    sampledCpuSeconds = cpuSeconds;
    sampled = 0;
  }

  /** Ends a sampling period. */
  void sample(double now) {
    if (now > sampledAt) {
      samples[sampled++ % samples.length] = (cpuSeconds - sampledCpuSeconds) / (now - sampledAt);
      sampledCpuSeconds = cpuSeconds;
      sampledAt = now;
    }
  }

  /**
   * CPU used over CPU available.
   *
   * @param periods averaged over
   * @param delay periods that have passed since
   * @return NaN if it hasn't been measured yet
   */
  double cpu(int periods, int delay) {
    int last = sampled - delay;
    int first = Math.max(0, last - periods);
    double sum = 0;
    for (int i = first; i < last; i++) {
      sum += samples[i % samples.length];
    }
    return last > first ? sum / (last - first) : Double.NaN;
  }
}
