package io.mild.benchmarks.scaling.requests;

import io.mild.benchmarks.scaling.requests.ProxyProcess.Kind;
import io.mild.scaling.balance.Balancer;
import io.mild.scaling.balance.LeastLoaded;
import io.mild.scaling.balance.RoundRobin;
import io.mild.scaling.balance.TwoChoices;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A way to balance requests over servers.
 *
 * @param name as in a service config of gRPC, or as its makers call it
 * @param protocol of the requests
 * @param isInstalled whether it can be had on this machine
 * @param opening of a gateway that balances so
 */
record RequestPolicy(String name, Protocol protocol, boolean isInstalled, Opening opening) {

  /** What requests are sent over. */
  enum Protocol {
    /** gRPC. */
    GRPC(WorkServer.class),
    /** HTTP/1.1. */
    HTTP(HttpWorkServer.class);

    private final Class<?> server;

    Protocol(Class<?> server) {
      this.server = server;
    }

    /** What is run in a server process. */
    Class<?> server() {
      return server;
    }

    /** A client of one server. */
    RequestGateway to(InetSocketAddress address) {
      return this == GRPC
          ? new GrpcGateway(List.of(address), Map.of("pick_first", Map.of()))
          : HttpGateway.to(address);
    }
  }

  /** Opens gateways. */
  interface Opening {
    /**
     * A gateway of its own.
     *
     * @throws IOException if a proxy can't be started
     */
    RequestGateway open(List<InetSocketAddress> servers) throws IOException;
  }

  /** All, gRPC's own first, and those of proxies last. */
  static List<RequestPolicy> all() {
    return List.of(
        grpc("round_robin", Map.of()),
        grpc("weighted_round_robin", Map.of("blackoutPeriod", "1s", "weightUpdatePeriod", "0.5s")),
        grpc("least_request_experimental", Map.of()),
        grpc("mild_two_choices", Map.of()),
        grpc("mild_peak_ewma", Map.of()),
        grpc("mild_least_loaded", Map.of()),
        grpc("mild_prequal", Map.of()),
        http("http_round_robin", RoundRobin::new),
        http("http_two_choices", TwoChoices::byLoad),
        http("http_peak_ewma", TwoChoices::byPeakEwma),
        http("http_least_loaded", LeastLoaded::new),
        proxy("nginx_least_conn", Kind.NGINX),
        proxy("haproxy_leastconn", Kind.HAPROXY));
  }

  private static RequestPolicy grpc(String policy, Map<String, ?> settings) {
    return new RequestPolicy(
        policy, Protocol.GRPC, true, servers -> new GrpcGateway(servers, Map.of(policy, settings)));
  }

  private static RequestPolicy http(String name, Function<RandomGenerator, Balancer> balancer) {
    return new RequestPolicy(
        name,
        Protocol.HTTP,
        true,
        servers -> HttpGateway.balanced(servers, balancer.apply(new SplittableRandom())));
  }

  private static RequestPolicy proxy(String name, Kind kind) {
    return new RequestPolicy(
        name,
        Protocol.HTTP,
        kind.find().isPresent(),
        servers -> HttpGateway.through(ProxyProcess.start(kind, servers)));
  }
}
