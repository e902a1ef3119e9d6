package io.mild.benchmarks.scaling.requests;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * One policy under one plan. The load is open: a request is sent when the plan says, whatever
 * became of those before, and its latency counts from that time, so that nothing slow is left out.
 */
final class RequestRun {
  private static final long NANOS_A_SECOND = 1_000_000_000;
  private static final int DIGITS = 3;

  /**
   * What came of it.
   *
   * @param nanos latency of each request after warming up
   * @param failed requests without an answer in time
   */
  record Outcome(Histogram nanos, int failed) {}

  private final RequestPlan plan;
  private final List<? extends RequestGateway> gateways;
  private final long warmUpNanos;
  private final long timeoutNanos;
  private final Histogram nanos;
  private final AtomicInteger failed = new AtomicInteger();
  private final CountDownLatch open;

  /**
   * A run that has not begun.
   *
   * @param gateways take turns, and are closed with it
   * @param warmUpSeconds of the plan that don't count
   * @param timeoutSeconds after which a request has failed; what failed counts with it
   */
  RequestRun(
      RequestPlan plan,
      List<? extends RequestGateway> gateways,
      double warmUpSeconds,
      double timeoutSeconds) {
    this.plan = plan;
    this.gateways = List.copyOf(gateways);
    this.warmUpNanos = (long) (warmUpSeconds * NANOS_A_SECOND);
    this.timeoutNanos = (long) (timeoutSeconds * NANOS_A_SECOND);
    this.nanos = new ConcurrentHistogram(2 * timeoutNanos, DIGITS);
    this.open = new CountDownLatch(plan.size());
  }

  /** Sends all requests and waits for what becomes of them. */
  Outcome run() throws IOException, InterruptedException {
    try {
      gateways.forEach(RequestGateway::warmUp);
      long start = System.nanoTime();
      for (int i = 0; i < plan.size(); i++) {
        long at = start + plan.atNanos()[i];
        for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        send(i, at);
      }
      if (!open.await(2 * timeoutNanos, TimeUnit.NANOSECONDS)) {
        throw new IOException(open.getCount() + " requests have neither answer nor time-out");
      }
    } finally {
      gateways.forEach(RequestGateway::close);
    }
    return new Outcome(nanos.copy(), failed.get());
  }

  private void send(int request, long at) {
    boolean counts = plan.atNanos()[request] >= warmUpNanos;
    gateways
        .get(request % gateways.size())
        .send(plan.workNanos()[request], timeoutNanos)
        .whenComplete(
            (answer, failure) -> {
              if (counts && failure != null) {
                failed.incrementAndGet();
                nanos.recordValue(timeoutNanos);
              } else if (counts) {
                nanos.recordValue(Math.min(System.nanoTime() - at, timeoutNanos));
              }
              open.countDown();
            });
  }
}
