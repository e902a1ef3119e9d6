package io.mild.benchmarks.scaling.simulation;

import java.util.Arrays;

/** A binary heap of events in arrays of primitives: the earliest first. */
final class EventHeap {
  private double[] times = new double[64];
  private long[] events = new long[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Of the earliest event; infinite if there is none. */
  double time() {
    return size == 0 ? Double.POSITIVE_INFINITY : times[0];
  }

  void add(double time, long event) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      events = Arrays.copyOf(events, 2 * size);
    }
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (times[parent] <= time) {
        break;
      }
      times[hole] = times[parent];
      events[hole] = events[parent];
      hole = parent;
    }
    times[hole] = time;
    events[hole] = event;
  }

  /** Takes the earliest event. */
  long poll() {
    long first = events[0];
    double time = times[--size];
    long event = events[size];
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= time) {
        break;
      }
      times[hole] = times[child];
      events[hole] = events[child];
      hole = child;
    }
    times[hole] = time;
    events[hole] = event;
    return first;
  }
}
