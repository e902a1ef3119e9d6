package io.mild.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where the KPIs of a system come from. */
public sealed interface SourceConfig {
  /**
   * A Prometheus, 2.x or 3.x.
   *
   * @param url of its HTTP API
   * @param kpis a query a KPI, by the KPI's name
   * @param period from one row to the next
   * @param delay how long after a period its samples are there
   * @param bearer token, if it asks for one
   * @param user and {@code password} of basic authentication
   * @param tls if it is not the platform's
   */
  record Prometheus(
      URI url,
      Map<String, String> kpis,
      Duration period,
      Duration delay,
      Optional<Secret> bearer,
      Optional<String> user,
      Optional<Secret> password,
      Optional<Tls> tls)
      implements SourceConfig {}

  /**
   * A recording, replayed.
   *
   * @param file as {@link io.mild.data.KpiHistory#readCsv} reads it
   * @param pace how long a row takes
   * @param trainOn share of the rows, from the first on, that are the past and not replayed
   */
  record Replay(Path file, Duration pace, double trainOn) implements SourceConfig {}

  /**
   * Telemetry of a service that is nowhere, so that there is something to see.
   *
   * @param seed that tells it from others
   * @param pace how long a minute of it takes
   */
  record Example(long seed, Duration pace) implements SourceConfig {}
}
