package io.mild.testbed.process;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Latencies since the last look, and how many there were a second. */
public final class LatencyMeter {
  private static final long MOST_MICROS = 60_000_000;

  private final Recorder recorder = new Recorder(MOST_MICROS, 2);
  private Histogram interval = recorder.getIntervalHistogram();
  private long begun = System.nanoTime();
  private double seconds = 1;

  /** None yet. */
  public LatencyMeter() {}

  /** Adds one. */
  public void record(long nanos) {
    recorder.recordValue(Math.min(MOST_MICROS, Math.max(0, nanos / 1_000)));
  }

  /** Begins a new interval; what follows is of the one that ended. */
  public void turn() {
    long now = System.nanoTime();
    interval = recorder.getIntervalHistogram(interval);
    seconds = Math.max(1e-3, (now - begun) / 1e9);
    begun = now;
  }

  /** How many a second. */
  public double rate() {
    return interval.getTotalCount() / seconds;
  }

  /** In milliseconds; NaN where nothing was recorded. */
  public double percentile(double percent) {
    return interval.getTotalCount() == 0
        ? Double.NaN
        : interval.getValueAtPercentile(percent) / 1e3;
  }
}
