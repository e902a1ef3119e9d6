package io.mild.server.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a server does.
 *
 * @param listen where its page and API are
 * @param hosts names by which browsers may call it, besides those of the address
 * @param secureCookies whether browsers keep the session for HTTPS alone, as behind a proxy that
 *     speaks it
 * @param state the folder of all that must survive
 * @param token that changes need, if there is one
 * @param systems to watch, at least one
 * @param sinks who is told
 */
public record ServerConfig(
    InetSocketAddress listen,
    Set<String> hosts,
    boolean secureCookies,
    Path state,
    Optional<Secret> token,
    List<SystemConfig> systems,
    List<SinkConfig> sinks) {
  /** Reachable from this machine alone. */
  public static final InetSocketAddress DEFAULT_LISTEN =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 8420);

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if other machines could change things without a token, or
   *     there is nothing to watch
   */
  public ServerConfig {
    hosts = Set.copyOf(hosts);
    systems = List.copyOf(systems);
    sinks = List.copyOf(sinks);
    if (token.isEmpty() && !listen.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "other machines can reach %s: set a token, or listen on 127.0.0.1"
              .formatted(listen.getAddress().getHostAddress()));
    }
    if (systems.isEmpty()) {
      throw new IllegalArgumentException("there must be a system to watch");
    }
  }

  /**
   * Reads a configuration.
   *
   * @param file {@code mild.yaml}; paths in it are relative to its folder
   * @throws io.mild.data.DataFileException if the content is not as said; the message names the
   *     line
   * @throws IOException if it can't be read
   */
  public static ServerConfig read(Path file) throws IOException {
    return new ConfigReader(file, System::getenv).read();
  }
}
