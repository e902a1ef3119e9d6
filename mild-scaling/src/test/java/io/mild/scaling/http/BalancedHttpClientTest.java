package io.mild.scaling.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.mild.scaling.balance.Endpoints;
import io.mild.scaling.balance.LeastLoaded;
import io.mild.scaling.balance.Prequal;
import io.mild.scaling.balance.RoundRobin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real servers on the loopback interface; the client's clock is the test's. */
class BalancedHttpClientTest {
  private static final long SECOND = 1_000_000_000;

  /** An error is not forgotten within a test. */
  private static final Endpoints.Settings SETTINGS = new Endpoints.Settings(10, 3600, 0);

  private final RandomGenerator random = new SplittableRandom(1);
  private final AtomicLong nanos = new AtomicLong();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Shop a = new Shop("a", 0);
  private final Shop b = new Shop("b", 0);

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  @Test
  void requestsAreMadeForTheBaseThatIsChosen() throws Exception {
    assertThat(sellers(leastLoaded(a.base(), b.base()), 40)).containsOnlyKeys("a", "b");
  }

  @Test
  void aRequestGoesToWhoHasNoneInFlight() throws Exception {
    BalancedHttpClient shops = leastLoaded(a.base(), b.base());
    CompletableFuture<HttpResponse<Void>> held = heldAtA(shops);
    assertThat(sellers(shops, 20)).containsOnly(Map.entry("b", 20));

    a.release();
    assertThat(seller(held.get())).isEqualTo("a");
    assertThat(sellers(shops, 40)).containsOnlyKeys("a", "b");
  }

  @Test
  void cancellingReachesTheRequestWhichIsLoadNoMore() throws Exception {
    BalancedHttpClient shops = leastLoaded(a.base(), b.base());
    CompletableFuture<HttpResponse<Void>> held = heldAtA(shops);
    assertThat(held.cancel(true)).isTrue();
    a.release();
    assertThat(sellers(shops, 40)).containsOnlyKeys("a", "b");
  }

  @Test
  void whoAnswersWithErrorsDoesNotAttractRequests() throws Exception {
    for (int status : new int[] {500, 503, 429}) {
      a.answer(status);
      assertThat(sellers(leastLoaded(a.base(), b.base()), 40)).containsEntry("b", 39);
    }
  }

  @Test
  void whoseCallerIsWrongIsWell() throws Exception {
    a.answer(404);
    assertThat(sellers(leastLoaded(a.base(), b.base()), 60).get("a")).isGreaterThan(10);
  }

  @Test
  void whoCannotBeReachedIsLeftOutForASecondThenForTwo() throws Exception {
    URI closed = closed();
    BalancedHttpClient shops = inTurn(a.base(), closed);
    assertThat(sellers(shops, 10)).containsOnly(Map.entry("a", 9), Map.entry("nobody", 1));
    nanos.addAndGet(SECOND);
    assertThat(sellers(shops, 10)).containsOnly(Map.entry("a", 9), Map.entry("nobody", 1));
    nanos.addAndGet(SECOND);
    assertThat(sellers(shops, 10)).containsOnly(Map.entry("a", 10));
    nanos.addAndGet(SECOND);
    try (Shop back = new Shop("back", closed.getPort())) {
      assertThat(back.base()).isEqualTo(closed);
      assertThat(sellers(shops, 10)).containsOnly(Map.entry("a", 5), Map.entry("back", 5));
    }
  }

  @Test
  void ifNobodyCanBeReachedThatIsSaidEachTime() throws Exception {
    BalancedHttpClient shops = inTurn(closed(), closed());
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> buy(shops)).isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> shops.sendAsync(this::order, BodyHandlers.discarding()).join())
          .hasCauseInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aRequestThatCannotBeMadeIsNotCounted() throws Exception {
    BalancedHttpClient shops = leastLoaded(a.base());
    assertThatThrownBy(
            () ->
                shops.send(
                    base -> {
                      throw new IllegalStateException("no order");
                    },
                    BodyHandlers.discarding()))
        .hasMessage("no order");
    assertThat(buy(shops)).isEqualTo("a");
  }

  @Test
  void whatCannotBeBalancedIsRefused() {
    assertThatThrownBy(() -> new BalancedHttpClient(client, List.of(), new LeastLoaded(random)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one base");
    assertThatThrownBy(() -> new BalancedHttpClient(client, List.of(a.base()), new Prequal(random)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Prequal needs probes");
  }

  private BalancedHttpClient leastLoaded(URI... bases) {
    return new BalancedHttpClient(
        client, List.of(bases), new LeastLoaded(random), SETTINGS, nanos::get);
  }

  private BalancedHttpClient inTurn(URI... bases) {
    return new BalancedHttpClient(
        client, List.of(bases), new RoundRobin(random), SETTINGS, nanos::get);
  }

  private HttpRequest order(URI base) {
    return HttpRequest.newBuilder(base.resolve("/orders")).build();
  }

  private String buy(BalancedHttpClient shops) throws IOException, InterruptedException {
    return seller(shops.send(this::order, BodyHandlers.discarding()));
  }

  private static String seller(HttpResponse<?> answer) {
    return answer.headers().firstValue(Shop.SELLER).orElseThrow();
  }

  private Map<String, Integer> sellers(BalancedHttpClient shops, int requests) throws Exception {
    Map<String, Integer> sellers = new HashMap<>();
    for (int i = 0; i < requests; i++) {
      String seller;
      try {
        seller = buy(shops);
      } catch (ConnectException e) {
        seller = "nobody";
      }
      sellers.merge(seller, 1, Integer::sum);
    }
    return sellers;
  }

  /** A request that waits at a; those before it went to b. */
  private CompletableFuture<HttpResponse<Void>> heldAtA(BalancedHttpClient shops) throws Exception {
    a.hold();
    for (int i = 0; i < 100; i++) {
      CompletableFuture<HttpResponse<Void>> order =
          shops.sendAsync(this::order, BodyHandlers.discarding());
      while (!order.isDone() && !a.isWaitedFor()) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      if (a.isWaitedFor()) {
        return order;
      }
    }
    throw new AssertionError("no request went there");
  }

  private static URI closed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
  }

  /** Says its name. */
  private static final class Shop implements AutoCloseable {
    private static final String SELLER = "Seller";
    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile boolean isWaitedFor;
    private volatile int status = 200;

    private Shop(String name, int port) {
      try {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext(
          "/orders",
          exchange -> {
            try (exchange) {
              isWaitedFor = held.getCount() > 0;
              held.await();
              exchange.getResponseHeaders().add(SELLER, name);
              exchange.sendResponseHeaders(status, NO_BODY);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      server.setExecutor(threads);
      server.start();
    }

    private URI base() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(int answered) {
      status = answered;
    }

    private void hold() {
      held = new CountDownLatch(1);
    }

    private boolean isWaitedFor() {
      return isWaitedFor;
    }

    private void release() {
      held.countDown();
    }

    @Override
    public void close() {
      release();
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
