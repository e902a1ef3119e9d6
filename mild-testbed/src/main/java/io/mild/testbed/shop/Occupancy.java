package io.mild.testbed.shop;

/** How many are inside, on average over time: threads at work, connections in use. */
final class Occupancy {
  private int inside;
  private double integral;
  private long since = System.nanoTime();
  private long begun = since;

  synchronized void enter() {
    advance();
    inside++;
  }

  synchronized void leave() {
    advance();
    inside--;
  }

  /** The mean since the last call. */
  synchronized double mean() {
    advance();
    double mean = integral / Math.max(1, since - begun);
    integral = 0;
    begun = since;
    return mean;
  }

  private void advance() {
    long now = System.nanoTime();
    integral += (double) inside * (now - since);
    since = now;
  }
}
