package io.mild.scaling.grpc;

import io.grpc.EquivalentAddressGroup;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A channel to addresses that a test gives and changes, by a policy. */
final class Street extends NameResolverProvider implements AutoCloseable {
  private static final AtomicInteger STREETS = new AtomicInteger();

  private final String scheme = "street" + STREETS.incrementAndGet();
  private final ManagedChannel channel;
  private List<InetSocketAddress> addresses;
  private NameResolver.@Nullable Listener2 listener;

  private Street(String policy, Map<String, ?> settings, List<InetSocketAddress> addresses) {
    this.addresses = addresses;
    NameResolverRegistry.getDefaultRegistry().register(this);
    this.channel =
        Grpc.newChannelBuilder(scheme + ":///shops", InsecureChannelCredentials.create())
            .defaultServiceConfig(Map.of("loadBalancingConfig", List.of(Map.of(policy, settings))))
            .build();
  }

  static Street of(String policy, Map<String, ?> settings, Shop... shops) {
    return new Street(policy, settings, Arrays.stream(shops).map(Shop::address).toList());
  }

  static Street to(String policy, InetSocketAddress... addresses) {
    return new Street(policy, Map.of(), List.of(addresses));
  }

  ManagedChannel channel() {
    return channel;
  }

  /** The addresses are others. */
  synchronized void becomes(InetSocketAddress... next) {
    addresses = List.of(next);
    tell();
  }

  private synchronized void tell() {
    if (listener != null) {
      listener.onResult(
          NameResolver.ResolutionResult.newBuilder()
              .setAddressesOrError(
                  StatusOr.fromValue(addresses.stream().map(EquivalentAddressGroup::new).toList()))
              .build());
    }
  }

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    return new NameResolver() {
      @Override
      public String getServiceAuthority() {
        return "shops";
      }

      @Override
      public void start(Listener2 told) {
        synchronized (Street.this) {
          listener = told;
        }
        tell();
      }

      @Override
      public void shutdown() {}
    };
  }

  @Override
  public String getDefaultScheme() {
    return scheme;
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return 5;
  }

  @Override
  public List<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
    return List.of(InetSocketAddress.class);
  }

  @Override
  public void close() {
    NameResolverRegistry.getDefaultRegistry().deregister(this);
    channel.shutdownNow();
    try {
      channel.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
