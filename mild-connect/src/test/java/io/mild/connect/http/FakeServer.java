package io.mild.connect.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server on loopback that answers as it is told, and remembers what it was asked. */
public final class FakeServer implements AutoCloseable {
  /** What was asked. */
  public record Request(
      String method, String path, Map<String, List<String>> headers, String body) {
    /** The first value of a header; null where there is none. */
    public @Nullable String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? null : values.get(0);
    }

    /** The fields of a form. */
    public Map<String, String> form() {
      Map<String, String> fields = new LinkedHashMap<>();
      for (String field : body.split("&")) {
        String[] pair = field.split("=", 2);
        fields.put(URLDecoder.decode(pair[0], UTF_8), URLDecoder.decode(pair[1], UTF_8));
      }
      return fields;
    }
  }

  /** What is answered. */
  public record Reply(int status, String body, Map<String, String> headers) {
    /** Without headers. */
    public static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }
  }

  /** Answers. */
  public interface Behaviour {
    /** The answer to a request. */
    Reply answer(Request request) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new ArrayList<>();
  private volatile Behaviour behaviour = request -> Reply.of(200, "");

  private FakeServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** On a free port. */
  public static FakeServer start() throws IOException {
    return new FakeServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  /** Answers so from now on. */
  public FakeServer answering(Behaviour with) {
    behaviour = with;
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      synchronized (requests) {
        requests.add(request);
      }
      Reply reply = behaviour.answer(request);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** What was asked so far. */
  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Where it is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** It as a service. */
  public HttpService service() {
    return HttpAccess.create().to(address());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
