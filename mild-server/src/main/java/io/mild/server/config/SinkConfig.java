package io.mild.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Who is told of incidents. */
public sealed interface SinkConfig {
  /** An Alertmanager's API v2. */
  record Alertmanager(URI url, Optional<Secret> bearer) implements SinkConfig {}

  /**
   * Any receiver of JSON over HTTP.
   *
   * @param url that takes a POST
   * @param secret that signs bodies, if it checks them
   */
  record Webhook(URI url, Optional<Secret> secret) implements SinkConfig {}

  /** A file of JSON, a step a line. */
  record JsonLines(Path file) implements SinkConfig {}
}
