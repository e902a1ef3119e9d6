package io.mild.testbed.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** HTTP on loopback: a server with a pool of threads, and requests that wait for their answer. */
final class HttpExchanges {
  static final int OK = 200;
  static final int ACCEPTED = 202;
  static final int UNAVAILABLE = 503;
  static final int GATEWAY_TIMEOUT = 504;

  private static final int BACKLOG = 256;

  private HttpExchanges() {}

  /** What came back. */
  record Answer(int code, byte[] body) {}

  /** Answers a request; it runs in a thread of the pool. */
  @FunctionalInterface
  interface Handler {
    Answer answer(String query, byte[] body) throws IOException;
  }

  /** A server, and who works in it. */
  record Server(HttpServer http, ThreadPoolExecutor threads, Occupancy busy) {
    int port() {
      return http.getAddress().getPort();
    }

    int waiting() {
      return threads.getQueue().size();
    }

    /** Answers requests of a path; at once with 503 while too many wait. */
    void on(String path, int mostWaiting, Handler handler) {
      http.createContext(
          path,
          exchange -> {
            busy.enter();
            try {
              byte[] body = exchange.getRequestBody().readAllBytes();
              Answer answer =
                  waiting() > mostWaiting
                      ? new Answer(UNAVAILABLE, new byte[0])
                      : handler.answer(exchange.getRequestURI().getQuery(), body);
              send(exchange, answer);
            } finally {
              busy.leave();
              exchange.close();
            }
          });
    }
  }

  static Server server(int threads) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(threads, threads, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>());
    http.setExecutor(pool);
    http.start();
    return new Server(http, pool, new Occupancy());
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.sendResponseHeaders(
        answer.code(), answer.body().length == 0 ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
  }

  /** Sends a request, by POST where it has a body. */
  static Answer request(int port, String path, byte[] body, int timeoutMillis) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            new URL("http", InetAddress.getLoopbackAddress().getHostAddress(), port, path)
                .openConnection();
    connection.setConnectTimeout(timeoutMillis);
    connection.setReadTimeout(timeoutMillis);
    if (body.length > 0) {
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(body.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
    }
    int code = connection.getResponseCode();
    try (InputStream in = code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(code, in == null ? new byte[0] : in.readAllBytes());
    }
  }
}
