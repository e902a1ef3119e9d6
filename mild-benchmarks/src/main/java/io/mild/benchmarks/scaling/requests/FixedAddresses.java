package io.mild.benchmarks.scaling.requests;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A name that stands for the same addresses, while it is registered. */
final class FixedAddresses extends NameResolverProvider implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String scheme = "fixed" + NAMES.incrementAndGet();
  private final List<InetSocketAddress> addresses;

  FixedAddresses(List<InetSocketAddress> addresses) {
    this.addresses = List.copyOf(addresses);
    NameResolverRegistry.getDefaultRegistry().register(this);
  }

  /** What a channel is made for. */
  String target() {
    return scheme + ":///servers";
  }

  @Override
  public void close() {
    NameResolverRegistry.getDefaultRegistry().deregister(this);
  }

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    return new NameResolver() {
      @Override
      public String getServiceAuthority() {
        return "servers";
      }

      @Override
      public void start(Listener2 listener) {
        listener.onResult(
            ResolutionResult.newBuilder()
                .setAddressesOrError(
                    StatusOr.fromValue(
                        addresses.stream().map(EquivalentAddressGroup::new).toList()))
                .build());
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
  public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
    return List.of(InetSocketAddress.class);
  }
}
