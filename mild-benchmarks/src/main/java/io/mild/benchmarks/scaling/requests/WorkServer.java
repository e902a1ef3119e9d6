package io.mild.benchmarks.scaling.requests;

import io.grpc.Context;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.services.CallMetricRecorder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.grpc.xds.orca.OrcaMetricReportingServerInterceptor;
import io.mild.scaling.grpc.LoadReporter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server process: some workers, each of which a request holds for its time; what finds none
 * waits. It ends with its standard input, so that it does not outlive who started it.
 *
 * <p>To gRPC's {@code weighted_round_robin} it reports its rate and its share of busy workers with
 * each answer, and to MILD's Prequal when it is asked.
 */
final class WorkServer {
  private static final double NANOS = 1e9;
  private static final double MEMORY_SECONDS = 1; // of rate and utilisation

  private final Behaviour behaviour;
  private final ExecutorService threads;
  private final AtomicInteger busy = new AtomicInteger();
  private final long start = System.nanoTime();

  // Guarded by this.
  private double rate;
  private double utilisation;
  private double countedAt;

  private WorkServer(Behaviour behaviour) {
    this.behaviour = behaviour;
    this.threads = Executors.newFixedThreadPool(behaviour.workers());
  }

  /** Starts on a port, 0 for any; says which, and serves until its input ends. */
  public static void main(String[] arguments) throws IOException {
    WorkServer work = new WorkServer(Behaviour.parse(arguments[1]));
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])),
                InsecureServerCredentials.create())
            .addService(
                ServerInterceptors.intercept(
                    work.service(), OrcaMetricReportingServerInterceptor.getInstance()));
    LoadReporter.addTo(builder);
    Server server = builder.build().start();
    System.out.println(server.getPort());
    while (System.in.read() >= 0) {
      // until it ends
    }
    System.exit(0);
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(WorkCall.SERVICE)
        .addMethod(WorkCall.METHOD, ServerCalls.asyncUnaryCall(this::accept))
        .build();
  }

  /** It does not hold the thread that brings it, so that probes find one. */
  private void accept(long nanos, StreamObserver<Long> answer) {
    CallMetricRecorder report = CallMetricRecorder.getCurrent();
    threads.execute(Context.current().wrap(() -> work(nanos, answer, report)));
  }

  private void work(long nanos, StreamObserver<Long> answer, CallMetricRecorder report) {
    if (Context.current().isCancelled()) {
      return; // nobody waits for it
    }
    busy.incrementAndGet();
    behaviour.hold(nanos, start);
    tell(report);
    busy.decrementAndGet();
    answer.onNext(nanos);
    answer.onCompleted();
  }

  private synchronized void tell(CallMetricRecorder report) {
    double now = (System.nanoTime() - start) / NANOS;
    double kept = Math.exp((countedAt - now) / MEMORY_SECONDS);
    rate = kept * rate + 1 / MEMORY_SECONDS;
    utilisation =
        kept * utilisation + (1 - kept) * Math.min(1, busy.get() / (double) behaviour.workers());
    countedAt = now;
    report.recordQpsMetric(rate).recordApplicationUtilizationMetric(utilisation);
  }
}
