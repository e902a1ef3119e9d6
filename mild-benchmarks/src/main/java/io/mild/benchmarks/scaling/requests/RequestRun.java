package io.mild.benchmarks.scaling.requests;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final int FIRST_CALLS = 50;
  private static final long FIRST_CALL_SECONDS = 60;
  private static final int DIGITS = 3;

  /**
   * What came of it.
   *
   * @param nanos latency of each request after warming up
   * @param failed requests without an answer in time
   */
  record Outcome(Histogram nanos, int failed) {}

  private final RequestPlan plan;
  private final long warmUpNanos;
  private final long timeoutNanos;
  private final FixedAddresses names;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Histogram nanos;
  private final AtomicInteger failed = new AtomicInteger();
  private final CountDownLatch open;

  /**
   * A run that has not begun.
   *
   * @param gateways channels that take turns, each of which knows its own requests alone
   * @param warmUpSeconds of the plan that don't count
   * @param timeoutSeconds after which a request has failed; what failed counts with it
   */
  RequestRun(
      RequestPlan plan,
      Map<String, ?> policy,
      int gateways,
      List<InetSocketAddress> addresses,
      double warmUpSeconds,
      double timeoutSeconds) {
    this.plan = plan;
    this.warmUpNanos = (long) (warmUpSeconds * NANOS_A_SECOND);
    this.timeoutNanos = (long) (timeoutSeconds * NANOS_A_SECOND);
    this.nanos = new ConcurrentHistogram(2 * timeoutNanos, DIGITS);
    this.open = new CountDownLatch(plan.size());
    this.names = new FixedAddresses(addresses);
    for (int i = 0; i < gateways; i++) {
      channels.add(
          NettyChannelBuilder.forTarget(names.target(), InsecureChannelCredentials.create())
              .defaultServiceConfig(Map.of("loadBalancingConfig", List.of(policy)))
              .disableRetry()
              .build());
    }
  }

  /** Sends all requests and waits for what becomes of them. */
  Outcome run() throws IOException, InterruptedException {
    try {
      channels.forEach(RequestRun::firstCalls);
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
      channels.forEach(ManagedChannel::shutdownNow);
      names.close();
    }
    return new Outcome(nanos.copy(), failed.get());
  }

  /** Calls a server by itself, so that its code is warm. */
  static void warmUp(InetSocketAddress address) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address, InsecureChannelCredentials.create()).build();
    try {
      firstCalls(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  /** Calls one by one, so that each gateway is connected and code is warm. */
  private static void firstCalls(Channel channel) {
    for (int i = 0; i < FIRST_CALLS; i++) {
      CallOptions patient =
          CallOptions.DEFAULT
              .withWaitForReady()
              .withDeadlineAfter(FIRST_CALL_SECONDS, TimeUnit.SECONDS);
      ClientCalls.blockingUnaryCall(channel, WorkCall.METHOD, patient, 0L);
    }
  }

  private void send(int request, long at) {
    Channel channel = channels.get(request % channels.size());
    boolean counts = plan.atNanos()[request] >= warmUpNanos;
    ClientCalls.asyncUnaryCall(
        channel.newCall(
            WorkCall.METHOD,
            CallOptions.DEFAULT
                .withDeadlineAfter(timeoutNanos, TimeUnit.NANOSECONDS)
                .withExecutor(Runnable::run)),
        plan.workNanos()[request],
        new StreamObserver<>() {
          @Override
          public void onNext(Long answer) {}

          @Override
          public void onError(Throwable failure) {
            if (counts) {
              failed.incrementAndGet();
              nanos.recordValue(timeoutNanos);
            }
            open.countDown();
          }

          @Override
          public void onCompleted() {
            if (counts) {
              nanos.recordValue(Math.min(System.nanoTime() - at, timeoutNanos));
            }
            open.countDown();
          }
        });
  }
}
