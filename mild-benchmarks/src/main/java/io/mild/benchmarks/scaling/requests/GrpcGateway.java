package io.mild.benchmarks.scaling.requests;

import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A channel with a load-balancing policy. */
final class GrpcGateway implements RequestGateway {
  private static final int FIRST_CALLS = 50;
  private static final long FIRST_CALL_SECONDS = 60;

  private final FixedAddresses names;
  private final ManagedChannel channel;

  /**
   * A channel of its own.
   *
   * @param policy as in a service config
   */
  GrpcGateway(List<InetSocketAddress> servers, Map<String, ?> policy) {
    this.names = new FixedAddresses(servers);
    this.channel =
        NettyChannelBuilder.forTarget(names.target(), InsecureChannelCredentials.create())
            .defaultServiceConfig(Map.of("loadBalancingConfig", List.of(policy)))
            .disableRetry()
            .build();
  }

  @Override
  public void warmUp() {
    for (int i = 0; i < FIRST_CALLS; i++) {
      CallOptions patient =
          CallOptions.DEFAULT
              .withWaitForReady()
              .withDeadlineAfter(FIRST_CALL_SECONDS, TimeUnit.SECONDS);
      ClientCalls.blockingUnaryCall(channel, WorkCall.METHOD, patient, 0L);
    }
  }

  @Override
  public CompletableFuture<?> send(long workNanos, long timeoutNanos) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(
        channel.newCall(
            WorkCall.METHOD,
            CallOptions.DEFAULT
                .withDeadlineAfter(timeoutNanos, TimeUnit.NANOSECONDS)
                .withExecutor(Runnable::run)),
        workNanos,
        new StreamObserver<>() {
          @Override
          public void onNext(Long nanos) {}

          @Override
          public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {
            answer.complete(null);
          }
        });
    return answer;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    names.close();
  }
}
