package io.mild.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Who is told of incidents. */
public sealed interface SinkConfig {
  /**
   * An Alertmanager's API v2.
   *
   * @param bearer token, if it asks for one
   * @param tls if it is not the platform's
   */
  record Alertmanager(URI url, Optional<Secret> bearer, Optional<Tls> tls) implements SinkConfig {}

  /**
   * Any receiver of JSON over HTTP.
   *
   * @param url that takes a POST
   * @param secret that signs bodies, if it checks them
   * @param tls if it is not the platform's
   */
  record Webhook(URI url, Optional<Secret> secret, Optional<Tls> tls) implements SinkConfig {}

  /** A file of JSON, a step a line. */
  record JsonLines(Path file) implements SinkConfig {}
}
