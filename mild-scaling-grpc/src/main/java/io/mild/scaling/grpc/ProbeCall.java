package io.mild.scaling.grpc;

import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.mild.scaling.balance.Dispatcher.Member;
import io.mild.scaling.balance.LoadReport;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a replica how busy it is; no answer is no harm. */
final class ProbeCall implements StreamObserver<LoadReport> {
  private static final Logger LOG = LoggerFactory.getLogger(BalancerProvider.class);
  private static final double NANOS = 1e9;

  private final Member<ReplicaConnection> member;

  private ProbeCall(Member<ReplicaConnection> member) {
    this.member = member;
  }

  static void send(Member<ReplicaConnection> member, double seconds) {
    if (member.endpoint().isSilent()) {
      return;
    }
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter((long) (seconds * NANOS), TimeUnit.NANOSECONDS)
            .withExecutor(Runnable::run); // it waits for nobody
    // The call that is being sent may end before, and must not take the probe with it.
    Context.ROOT.run(
        () ->
            ClientCalls.asyncUnaryCall(
                member.endpoint().channel().newCall(Probe.METHOD, options),
                Probe.PROBE,
                new ProbeCall(member)));
  }

  @Override
  public void onNext(LoadReport report) {
    member.probed(report);
  }

  @Override
  public void onError(Throwable failure) {
    ReplicaConnection replica = member.endpoint();
    if (Status.fromThrowable(failure).getCode() == Status.Code.UNIMPLEMENTED
        && replica.becomeSilent()) {
      LOG.warn(
          "{} answers no probes and is not asked again before the next connection: does its server"
              + " have a LoadReporter?",
          replica);
    }
  }

  @Override
  public void onCompleted() {}
}
