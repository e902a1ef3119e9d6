package io.mild.server.init;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to get into a Prometheus.
 *
 * @param bearer a token, if it asks for one
 * @param user and {@code password} of basic authentication
 * @param ca PEM file of the authorities to trust, rather than the platform's
 */
public record PrometheusLogin(
    Optional<SecretPlace> bearer,
    Optional<String> user,
    Optional<SecretPlace> password,
    Optional<Path> ca) {
  /** Without anything. */
  public static final PrometheusLogin NONE =
      new PrometheusLogin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
