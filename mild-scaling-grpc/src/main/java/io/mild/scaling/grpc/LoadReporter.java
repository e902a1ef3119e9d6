package io.mild.scaling.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.mild.scaling.balance.LoadMeter;

/**
 * A server's part of {@code mild_prequal}: counts the calls that it has, from when they arrive, be
 * it to wait for a thread, and answers to probes.
 *
 * <pre>{@code
 * ServerBuilder<?> server = Grpc.newServerBuilderForPort(50051, credentials).addService(shop);
 * LoadReporter.addTo(server);
 * }</pre>
 *
 * <p>A probe needs a thread of the server's executor, as each call does. Where none is to be had in
 * time the answer comes too late to be used, and the replica is chosen less: so it should be. It
 * bears no credentials of a call, so a server that wants such must let {@code
 * mild.scaling.v1.Load/Report} pass without.
 *
 * <p>A stream of messages counts while it is open, and tells nothing of latency; nor does a call
 * that failed or was given up.
 */
public final class LoadReporter {
  private static final double NANOS = 1e9;

  private final LoadMeter meter = new LoadMeter();
  private final long start = System.nanoTime();

  private LoadReporter() {}

  /** From here on the server counts, and answers; once a server. */
  public static void addTo(ServerBuilder<?> server) {
    LoadReporter reporter = new LoadReporter();
    server.addStreamTracerFactory(reporter.new Calls()).addService(reporter.service());
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(Probe.SERVICE)
        .addMethod(
            Probe.METHOD,
            ServerCalls.asyncUnaryCall(
                (probe, answer) -> {
                  answer.onNext(meter.report(now()));
                  answer.onCompleted();
                }))
        .build();
  }

  private double now() {
    return (System.nanoTime() - start) / NANOS;
  }

  private final class Calls extends ServerStreamTracer.Factory {
    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
      return fullMethodName.equals(Probe.METHOD.getFullMethodName())
          ? new ServerStreamTracer() {}
          : new Call();
    }
  }

  private final class Call extends ServerStreamTracer {
    private final double arrivedAt = now();
    private final int found = meter.arrived();
    private volatile boolean isUnary;

    @Override
    public void serverCallStarted(ServerCallInfo<?, ?> call) {
      isUnary = call.getMethodDescriptor().getType() == MethodType.UNARY;
    }

    @Override
    public void streamClosed(Status status) {
      double now = now();
      if (isUnary && Answers.of(status) == Answers.GIVEN) {
        meter.answered(found, now - arrivedAt, now);
      } else {
        meter.ended();
      }
    }
  }
}
