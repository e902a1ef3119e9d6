package io.mild.scaling.http;

import io.mild.scaling.balance.Balancer;
import io.mild.scaling.balance.Dispatcher;
import io.mild.scaling.balance.Dispatcher.Member;
import io.mild.scaling.balance.Dispatcher.Request;
import io.mild.scaling.balance.Endpoints;
import io.mild.scaling.balance.Prequal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Gives each request to one of several servers, chosen by a balancer, through the JDK's client:
 *
 * <pre>{@code
 * var shop = new BalancedHttpClient(HttpClient.newHttpClient(), bases, new LeastLoaded(random));
 * HttpResponse<String> answer =
 *     shop.send(base -> HttpRequest.newBuilder(base.resolve("/orders")).build(), ofString());
 * }</pre>
 *
 * <p>A request counts as load from when it is handed over, before there is a connection, until its
 * body is read as the body's handler wants it. Statuses from 500 on, 429, exceptions and time-outs
 * count as errors. A server to which no connection can be made is left out for a second, then twice
 * as long as the last time, half a minute at most, until it answers; after that it starts slowly.
 * If all are left out, the one whose time ends first is asked all the same. No request is sent
 * twice.
 *
 * <p>Thread-safe.
 */
public final class BalancedHttpClient {
  private static final long FIRST_PAUSE_NANOS = 1_000_000_000;
  private static final int MOST_DOUBLINGS = 5;
  private static final long LONGEST_PAUSE_NANOS = 30 * FIRST_PAUSE_NANOS;

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FIRST_SERVER_ERROR = 500;

  private final HttpClient client;
  private final Dispatcher<Server> dispatcher;
  private final LongSupplier nanoTime;
  private final List<Server> leftOut = new ArrayList<>(); // guarded by this

  /**
   * With errors as slow as a second, and slow starts.
   *
   * @param bases what requests are made from, different servers of one service, at least one
   * @param balancer its own from here on; any but {@link Prequal}, whose probes HTTP has not
   * @throws IllegalArgumentException if there is no base, or the balancer is {@link Prequal}
   */
  public BalancedHttpClient(HttpClient client, List<URI> bases, Balancer balancer) {
    this(client, bases, balancer, Endpoints.Settings.DEFAULT, System::nanoTime);
  }

  /**
   * With other settings.
   *
   * @throws IllegalArgumentException if there is no base, or the balancer is {@link Prequal}
   */
  public BalancedHttpClient(
      HttpClient client, List<URI> bases, Balancer balancer, Endpoints.Settings settings) {
    this(client, bases, balancer, settings, System::nanoTime);
  }

  BalancedHttpClient(
      HttpClient client,
      List<URI> bases,
      Balancer balancer,
      Endpoints.Settings settings,
      LongSupplier nanoTime) {
    if (bases.isEmpty()) {
      throw new IllegalArgumentException("at least one base is needed, but there is none");
    }
    if (balancer instanceof Prequal) {
      throw new IllegalArgumentException("Prequal needs probes, which there are none of over HTTP");
    }
    this.client = client;
    this.nanoTime = nanoTime;
    this.dispatcher = new Dispatcher<>(balancer, settings, nanoTime);
    for (URI base : bases) {
      dispatcher.addWarm(new Server(base));
    }
  }

  /**
   * Sends a request, and waits for the answer.
   *
   * @param request makes it for the base that is chosen
   * @throws IOException as the JDK's client does, as when no connection can be made
   * @throws InterruptedException as the JDK's client does
   */
  public <T> HttpResponse<T> send(Function<URI, HttpRequest> request, BodyHandler<T> body)
      throws IOException, InterruptedException {
    Member<Server> member = choose();
    HttpRequest made = request.apply(member.endpoint().base);
    Request sent = member.sent();
    try {
      HttpResponse<T> answer = client.send(made, body);
      answered(member, sent, answer.statusCode());
      return answer;
    } catch (IOException e) {
      failed(member, sent, e);
      throw e;
    } finally {
      sent.ended(); // what was interrupted; else it is over
    }
  }

  /**
   * Sends a request.
   *
   * @param request makes it for the base that is chosen
   * @return as the JDK's client gives it; cancelling it cancels the request
   */
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      Function<URI, HttpRequest> request, BodyHandler<T> body) {
    Member<Server> member = choose();
    HttpRequest made = request.apply(member.endpoint().base);
    Request sent = member.sent();
    CompletableFuture<HttpResponse<T>> answer;
    try {
      answer = client.sendAsync(made, body);
    } catch (RuntimeException e) { // the request is not one that the client takes
      sent.ended();
      throw e;
    }
    answer.whenComplete(
        (response, failure) -> {
          if (failure == null) {
            answered(member, sent, response.statusCode());
          } else {
            failed(member, sent, failure);
          }
        });
    return answer; // not what comes after it, whose cancelling would not reach the request
  }

  private Member<Server> choose() {
    synchronized (this) {
      if (!leftOut.isEmpty()) {
        long now = nanoTime.getAsLong();
        leftOut.removeIf(server -> server.retryAt - now <= 0 && comesBack(server));
      }
    }
    return dispatcher.choose().orElseGet(this::leastBad);
  }

  private boolean comesBack(Server server) {
    dispatcher.join(server);
    return true;
  }

  private synchronized Member<Server> leastBad() {
    long now = nanoTime.getAsLong();
    return leftOut.stream()
        .min(Comparator.comparingLong(server -> server.retryAt - now))
        .map(
            server -> {
              leftOut.remove(server);
              return dispatcher.join(server);
            })
        .or(dispatcher::choose) // another thread was faster
        .orElseThrow();
  }

  private void answered(Member<Server> member, Request sent, int status) {
    sent.answered(status < FIRST_SERVER_ERROR && status != TOO_MANY_REQUESTS);
    member.endpoint().failures.set(0);
  }

  private void failed(Member<Server> member, Request sent, Throwable thrown) {
    Throwable cause = thrown.getCause();
    Throwable failure = thrown instanceof CompletionException && cause != null ? cause : thrown;
    if (failure instanceof CancellationException) {
      sent.ended();
      return;
    }
    sent.answered(false);
    if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
      leaveOut(member);
    }
  }

  /** Of many requests that fail together the first does. */
  private synchronized void leaveOut(Member<Server> member) {
    Server server = member.endpoint();
    if (member.leave()) {
      int doublings = Math.min(server.failures.getAndIncrement(), MOST_DOUBLINGS);
      server.retryAt =
          nanoTime.getAsLong() + Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << doublings);
      leftOut.add(server);
    }
  }

  private static final class Server {
    private final URI base;
    private final AtomicInteger failures = new AtomicInteger(); // in a row
    private long retryAt; // nanoseconds, guarded by the client

    private Server(URI base) {
      this.base = base;
    }
  }
}
