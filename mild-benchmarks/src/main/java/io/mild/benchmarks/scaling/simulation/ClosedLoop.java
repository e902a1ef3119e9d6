package io.mild.benchmarks.scaling.simulation;

import java.util.Arrays;
import umontreal.ssj.rng.MRG32k3a;

/**
 * Clients that think, send, and wait for the answer. How many there are follows the course of the
 * trace. Each client has its own random numbers, so that its n-th request is the same under every
 * policy, however late it comes.
 */
final class ClosedLoop extends RequestSource {
  private static final int FIRST_CAPACITY = 1 << 16;

  private final Trace course;
  private final double clientsPerRate;
  private final double think;
  private final double meanDemand;
  private final MRG32k3a[] streams;
  private final boolean[] present;

  private double[] arrivals = new double[FIRST_CAPACITY];
  private double[] demands = new double[FIRST_CAPACITY];
  private int[] clients = new int[FIRST_CAPACITY];
  private int count;
  private Schedule schedule = (time, client) -> {};

  ClosedLoop(Trace trace, Day.Clients clients, double meanDemand, long seed) {
    this.course = trace.smoothed(1);
    this.clientsPerRate = clients.number() / trace.mean();
    this.think = clients.thinkSeconds();
    this.meanDemand = meanDemand;
    int most = 0;
    for (double rate : trace.requestsPerSecond()) {
      most = Math.max(most, (int) Math.round(rate * clientsPerRate));
    }
    this.streams = new MRG32k3a[most];
    for (int i = 0; i < most; i++) {
      streams[i] = Streams.of(seed, "client " + i);
    }
    this.present = new boolean[most];
  }

  @Override
  void begin(Schedule sends) {
    schedule = sends;
    adjust(0);
  }

  @Override
  double nextArrival() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  int take() {
    throw new IllegalStateException("in a closed loop nothing arrives by itself");
  }

  @Override
  int sendOf(int client, double now) {
    if (client >= number(now)) {
      present[client] = false;
      return -1;
    }
    if (count == arrivals.length) {
      arrivals = Arrays.copyOf(arrivals, 2 * count);
      demands = Arrays.copyOf(demands, 2 * count);
      clients = Arrays.copyOf(clients, 2 * count);
    }
    arrivals[count] = now;
    demands[count] = meanDemand * Streams.exponential(streams[client]);
    clients[count] = client;
    return count++;
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
  void answered(int request, double now) {
    think(clients[request], now);
  }

  @Override
  void adjust(double now) {
    int number = number(now);
    for (int client = 0; client < number; client++) {
      if (!present[client]) {
        present[client] = true;
        think(client, now);
      }
    }
  }

  private int number(double now) {
    return (int) Math.round(course.at(now) * clientsPerRate);
  }

  private void think(int client, double now) {
    schedule.send(now + think * Streams.exponential(streams[client]), client);
  }
}
