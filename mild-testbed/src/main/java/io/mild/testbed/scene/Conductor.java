package io.mild.testbed.scene;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Runs a scene row by row in real time: load and faults as planned, KPIs to a listener. Rows are
 * due at multiples of the period since the start, so lateness does not add up; where a machine
 * stood still for more than half a period, all later rows are that much later, since rows in quick
 * succession would be of no period.
 */
public final class Conductor {
  /** Of a period that children have to answer in. */
  private static final double PATIENCE = 0.8;

  private final Scene scene;
  private final FaultPlan plan;
  private final LoadCurve load;
  private final long periodNanos;
  private final int warmUpRows;
  private final Histogram lag = new Histogram(3);
  private final Histogram took = new Histogram(3);
  private int postponed;
  private volatile boolean stopped;

  /** Who takes rows. */
  @FunctionalInterface
  public interface RowListener {
    /** A row has ended; its values may be kept. */
    void row(int row, double[] values) throws IOException;
  }

  /**
   * Does nothing yet.
   *
   * @param warmUpRows rows before the first, in which JVMs compile and caches fill
   */
  public Conductor(Scene scene, FaultPlan plan, LoadCurve load, long periodNanos, int warmUpRows) {
    this.scene = scene;
    this.plan = plan;
    this.load = load;
    this.periodNanos = periodNanos;
    this.warmUpRows = warmUpRows;
  }

  /**
   * Runs until all rows are there, or it is stopped.
   *
   * @throws IOException if a process has ended, or the listener can't write
   */
  public void run(int rows, RowListener listener) throws IOException {
    long start = System.nanoTime();
    long mostLate = periodNanos / 2;
    for (int row = -warmUpRows; row < rows && !stopped; row++) {
      long due = start + (row + warmUpRows) * periodNanos;
      sleepUntil(due);
      if (stopped) {
        return;
      }
      long begun = System.nanoTime();
      if (begun - due > mostLate) {
        start += begun - due;
        postponed += row >= 0 ? 1 : 0;
      }
      double[] values =
          scene.turn(row, load.at(row), levels(row), begun + (long) (PATIENCE * periodNanos));
      if (row >= 0) {
        lag.recordValue((begun - due) / 1_000);
        took.recordValue((System.nanoTime() - begun) / 1_000);
        for (HarmlessEvent event : plan.events()) {
          if (event.row() == row) {
            scene.happen(event);
          }
        }
        listener.row(row, values);
      }
    }
  }

  private Map<FaultKind, Double> levels(int row) {
    Map<FaultKind, Double> levels = new HashMap<>();
    for (InjectedFault fault : plan.faults()) {
      double level = fault.level(row);
      if (level > 0) {
        levels.put(fault.kind(), level);
      }
    }
    return levels;
  }

  private void sleepUntil(long due) {
    for (long left = due - System.nanoTime();
        left > 0 && !stopped;
        left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Ends the run after the row. */
  public void stop() {
    stopped = true;
  }

  /**
   * Whether it is told to end, now or within a moment: a signal that all processes of a terminal
   * get may end others before it is heard here.
   */
  public boolean isToldToEnd() {
    for (int i = 0; i < 20 && !stopped; i++) {
      LockSupport.parkNanos(50_000_000);
    }
    return stopped;
  }

  /** How often all later rows were put off. */
  public int postponed() {
    return postponed;
  }

  /** By how many microseconds rows began too late. */
  public Histogram lagMicros() {
    return lag;
  }

  /** How many microseconds it took until all had answered. */
  public Histogram tookMicros() {
    return took;
  }
}
