package io.mild.scaling.grpc;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.mild.scaling.balance.Dispatcher;
import io.mild.scaling.balance.Dispatcher.Member;
import io.mild.scaling.balance.Dispatcher.Request;
import java.util.Optional;

/** Chooses call by call, and measures each. Used by many threads. */
final class ReplicaPicker extends SubchannelPicker {
  private final Dispatcher<ReplicaConnection> dispatcher;
  private final double probeSeconds;

  ReplicaPicker(Dispatcher<ReplicaConnection> dispatcher, double probeSeconds) {
    this.dispatcher = dispatcher;
    this.probeSeconds = probeSeconds;
  }

  @Override
  public PickResult pickSubchannel(PickSubchannelArgs call) {
    Optional<Member<ReplicaConnection>> chosen = dispatcher.choose();
    if (chosen.isEmpty()) {
      return PickResult.withNoResult(); // the next picker is under way
    }
    dispatcher.probes().forEach(member -> ProbeCall.send(member, probeSeconds));
    Member<ReplicaConnection> member = chosen.get();
    boolean isUnary = call.getMethodDescriptor().getType() == MethodType.UNARY;
    return PickResult.withSubchannel(
        member.endpoint().subchannel(),
        new ClientStreamTracer.Factory() {
          @Override
          public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
            return new Measured(member.sent(), isUnary);
          }
        });
  }

  /** From when the call is handed over to its connection. */
  private static final class Measured extends ClientStreamTracer {
    private final Request request;
    private final boolean isUnary;

    private Measured(Request request, boolean isUnary) {
      this.request = request;
      this.isUnary = isUnary;
    }

    @Override
    public void streamClosed(Status status) {
      Answers answer = Answers.of(status);
      if (answer == Answers.FAILED) {
        request.answered(false);
      } else if (answer == Answers.GIVEN && isUnary) {
        request.answered(true);
      } else {
        request.ended();
      }
    }
  }
}
