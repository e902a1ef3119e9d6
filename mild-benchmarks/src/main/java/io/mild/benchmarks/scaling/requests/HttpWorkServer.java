package io.mild.benchmarks.scaling.requests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * A {@link WorkServer} over HTTP: a request's path is the time for which it holds a worker, in
 * nanoseconds.
 */
final class HttpWorkServer {
  private static final int BACKLOG = 1024;
  private static final int NO_BODY = -1;

  private final Behaviour behaviour;
  private final long start = System.nanoTime();

  private HttpWorkServer(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  /** Starts on a port, 0 for any; says which, and serves until its input ends. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else answers wait for packets
    System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
    Behaviour behaviour = Behaviour.parse(arguments[1]);
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), BACKLOG);
    server.createContext("/", new HttpWorkServer(behaviour)::work);
    server.setExecutor(Executors.newFixedThreadPool(behaviour.workers()));
    server.start();
    System.out.println(server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // until it ends
    }
    System.exit(0);
  }

  private void work(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      long nanos = Long.parseLong(exchange.getRequestURI().getPath().substring(1));
      behaviour.hold(nanos, start);
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, NO_BODY);
    }
  }
}
