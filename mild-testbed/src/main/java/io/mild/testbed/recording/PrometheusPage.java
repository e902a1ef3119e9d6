package io.mild.testbed.recording;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The latest row as gauges, in Prometheus' text format, on loopback. */
public final class PrometheusPage implements AutoCloseable {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private volatile String text = "";

  /**
   * Serves an empty page.
   *
   * @param port 0 is any
   */
  public PrometheusPage(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          try (exchange) {
            byte[] page = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
            exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
            exchange.getResponseBody().write(page);
          }
        });
    server.start();
  }

  /** Where it is. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Shows a row in place of the one before; missing values are left out. */
  public void show(List<String> kpis, double[] values) {
    StringBuilder page = new StringBuilder();
    for (int k = 0; k < values.length; k++) {
      if (!Double.isNaN(values[k])) {
        page.append("# TYPE ").append(kpis.get(k)).append(" gauge\n");
        page.append(kpis.get(k)).append(' ').append(values[k]).append('\n');
      }
    }
    text = page.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
