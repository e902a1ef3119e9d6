package io.mild.scaling.monitor;

/** The increase of a counter from one scrape to the next; one that fell has restarted from 0. */
final class Counter {
  private double latest = Double.NaN;

  /** NaN where this value or the one before is missing. */
  double increase(double value) {
    double before = latest;
    latest = value;
    return value >= before ? value - before : Double.isNaN(before) ? Double.NaN : value;
  }
}
