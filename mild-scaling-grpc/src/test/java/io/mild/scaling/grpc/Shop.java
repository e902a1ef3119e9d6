package io.mild.scaling.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A server whose calls say who answered; answers at once, fails, or holds calls until told. */
final class Shop implements AutoCloseable {
  private static final String SERVICE = "test.Shop";
  private static final MethodDescriptor<String, String> BUY = method("Buy", MethodType.UNARY);
  private static final MethodDescriptor<String, String> WATCH =
      method("Watch", MethodType.SERVER_STREAMING);

  private final String name;
  private final Queue<StreamObserver<String>> held = new ConcurrentLinkedQueue<>();
  private final Server server;
  private volatile boolean isHolding;
  private volatile Status answer = Status.OK;

  private Shop(String name, int port, boolean isReporting) {
    this.name = name;
    ServerBuilder<?> builder =
        Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
            .addService(
                ServerServiceDefinition.builder(SERVICE)
                    .addMethod(BUY, ServerCalls.asyncUnaryCall(this::serve))
                    .addMethod(WATCH, ServerCalls.asyncServerStreamingCall(this::serve))
                    .build());
    if (isReporting) {
      LoadReporter.addTo(builder);
    }
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Shop open(String name) {
    return new Shop(name, 0, true);
  }

  static Shop withoutReporter(String name) {
    return new Shop(name, 0, false);
  }

  static Shop at(int port, String name) {
    return new Shop(name, port, true);
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", server.getPort());
  }

  void answer(Status status) {
    answer = status;
  }

  /** From now on calls wait. */
  void hold() {
    isHolding = true;
  }

  /** How many calls wait. */
  int held() {
    return held.size();
  }

  /** Waits until so many calls wait. */
  void awaitHeld(int calls) throws InterruptedException {
    for (int i = 0; held.size() != calls; i++) {
      if (i == 1_000) {
        throw new AssertionError(held.size() + " calls wait, not " + calls);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Answers all calls that wait, and those to come at once. */
  void release() {
    isHolding = false;
    for (StreamObserver<String> call = held.poll(); call != null; call = held.poll()) {
      finish(call);
    }
  }

  private void serve(String order, StreamObserver<String> call) {
    if (isHolding) {
      held.add(call);
    } else {
      finish(call);
    }
  }

  private void finish(StreamObserver<String> call) {
    if (answer.isOk()) {
      call.onNext(name);
      call.onCompleted();
    } else {
      call.onError(answer.asRuntimeException());
    }
  }

  /** Buys, and says who sold. */
  static String buy(Channel channel) {
    return ClientCalls.blockingUnaryCall(channel, BUY, options(), "");
  }

  static Future<String> buyLater(Channel channel) {
    return ClientCalls.futureUnaryCall(channel.newCall(BUY, options()), "");
  }

  static Future<String> buyOnceReady(Channel channel) {
    return ClientCalls.futureUnaryCall(channel.newCall(BUY, options().withWaitForReady()), "");
  }

  /** A stream of messages; it ends when its call does. */
  static Iterator<String> watch(Channel channel) {
    return ClientCalls.blockingServerStreamingCall(channel, WATCH, options(), "");
  }

  private static CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  private static MethodDescriptor<String, String> method(String name, MethodType type) {
    return MethodDescriptor.newBuilder(new Text(), new Text())
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .build();
  }

  @Override
  public void close() {
    release();
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Text implements Marshaller<String> {
    @Override
    public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
