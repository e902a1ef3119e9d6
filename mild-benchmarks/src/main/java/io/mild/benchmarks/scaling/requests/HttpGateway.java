package io.mild.benchmarks.scaling.requests;

import io.mild.scaling.balance.Balancer;
import io.mild.scaling.http.BalancedHttpClient;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The JDK's client, with a balancer or with a proxy that balances. Requests are POSTs, which nobody
 * sends a second time once a server may have seen them.
 */
final class HttpGateway implements RequestGateway {
  private static final int FIRST_CALLS = 50;
  private static final long FIRST_CALL_NANOS = 60_000_000_000L;

  private final Function<Function<URI, HttpRequest>, CompletableFuture<HttpResponse<Void>>> client;
  private final Runnable end;

  private HttpGateway(
      Function<Function<URI, HttpRequest>, CompletableFuture<HttpResponse<Void>>> client,
      Runnable end) {
    this.client = client;
    this.end = end;
  }

  /** Chooses itself. */
  static HttpGateway balanced(List<InetSocketAddress> servers, Balancer balancer) {
    BalancedHttpClient client =
        new BalancedHttpClient(
            newClient(), servers.stream().map(HttpGateway::uri).toList(), balancer);
    return new HttpGateway(
        request -> client.sendAsync(request, BodyHandlers.discarding()), () -> {});
  }

  /** Sends all to one server. */
  static HttpGateway to(InetSocketAddress server) {
    return to(server, () -> {});
  }

  /** Lets a proxy choose, which ends with it. */
  static HttpGateway through(ProxyProcess proxy) {
    return to(proxy.address(), proxy::close);
  }

  private static HttpGateway to(InetSocketAddress server, Runnable end) {
    HttpClient client = newClient();
    URI base = uri(server);
    return new HttpGateway(
        request -> client.sendAsync(request.apply(base), BodyHandlers.discarding()), end);
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private static URI uri(InetSocketAddress address) {
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  @Override
  public void warmUp() {
    for (int i = 0; i < FIRST_CALLS; i++) {
      send(0, FIRST_CALL_NANOS).join();
    }
  }

  @Override
  public CompletableFuture<?> send(long workNanos, long timeoutNanos) {
    return client
        .apply(
            base ->
                HttpRequest.newBuilder(base.resolve("/" + workNanos))
                    .timeout(Duration.ofNanos(timeoutNanos))
                    .POST(BodyPublishers.noBody())
                    .build())
        .thenAccept(HttpGateway::requireAnswer);
  }

  private static void requireAnswer(HttpResponse<Void> response) {
    if (response.statusCode() != HttpURLConnection.HTTP_OK) {
      throw new CompletionException(new IOException("status " + response.statusCode()));
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
