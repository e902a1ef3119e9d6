package io.mild.server.init;

import io.mild.server.config.TlsFiles;
import java.util.Optional;

/**
 * How to get into a Prometheus.
 *
 * @param bearer a token, if it asks for one
 * @param user and {@code password} of basic authentication
 * @param tls certificates and keys in PEM, if they are not the platform's
 */
public record PrometheusLogin(
    Optional<SecretPlace> bearer,
    Optional<String> user,
    Optional<SecretPlace> password,
    Optional<TlsFiles> tls) {
  /** Without anything. */
  public static final PrometheusLogin NONE =
      new PrometheusLogin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
