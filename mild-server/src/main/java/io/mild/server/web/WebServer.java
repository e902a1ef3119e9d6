package io.mild.server.web;

import io.mild.server.run.Systems;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The page, the API and the metrics over HTTP, within bounds. */
public final class WebServer implements Closeable {
  private static final int MOST_CONNECTIONS = 256;
  private static final int MOST_THREADS = 24;
  private static final int LEAST_THREADS = 4;
  private static final int MOST_HEADER_BYTES = 8 << 10;
  private static final int MOST_WAITING = 64;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration STOPPING = Duration.ofSeconds(2);

  private final Server server;
  private final ServerConnector connector;
  private final LiveUpdates updates;

  private WebServer(Server server, ServerConnector connector, LiveUpdates updates) {
    this.server = server;
    this.connector = connector;
    this.updates = updates;
  }

  /**
   * Who may do what.
   *
   * @param listen where
   * @param hosts further names of the server
   * @param token that changes need
   * @param signInCode that signs in the first browser that brings it
   * @param secureCookies whether sessions are for HTTPS alone
   */
  public record Access(
      InetSocketAddress listen,
      Set<String> hosts,
      String token,
      String signInCode,
      boolean secureCookies) {
    /** Nothing of the secrets. */
    @Override
    public String toString() {
      return "Access[" + listen + "]";
    }
  }

  /**
   * Starts one.
   *
   * @param metrics in Prometheus' text format
   * @throws IOException if the address is taken or none of this machine
   */
  public static WebServer start(Access access, Systems systems, Supplier<String> metrics)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
    threads.setName("mild-http");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1, http());
    connector.setHost(access.listen().getAddress().getHostAddress());
    connector.setPort(access.listen().getPort());
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setAcceptQueueSize(MOST_WAITING);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    server.setStopTimeout(STOPPING.toMillis());

    LiveUpdates updates = new LiveUpdates();
    Gate gate = new Gate(access.listen(), access.hosts(), access.token(), access.secureCookies());
    server.setHandler(
        new Site(
            gate,
            new Api(systems, gate, updates),
            new Pages(systems, gate, access.signInCode()),
            systems,
            metrics));
    try {
      server.start();
    } catch (Exception e) {
      updates.close();
      throw new IOException("can't listen on %s: %s".formatted(access.listen(), e.getMessage()), e);
    }
    return new WebServer(server, connector, updates);
  }

  /** What is taken for a request. */
  static HttpConnectionFactory http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MOST_HEADER_BYTES);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return new HttpConnectionFactory(http);
  }

  /** The port, also where any free one was asked for. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Tells pages that there is something new of a system. */
  public void changed(String key) {
    updates.changed(key);
  }

  @Override
  public void close() throws IOException {
    updates.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("the server did not stop: " + e.getMessage(), e);
    }
  }
}
