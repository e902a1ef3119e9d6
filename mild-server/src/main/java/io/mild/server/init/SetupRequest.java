package io.mild.server.init;

import io.mild.server.config.SystemConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is to be set up.
 *
 * @param prometheus its address
 * @param login how to get in
 * @param system name of what it watches
 * @param out the file to write; a model goes beside it
 * @param past how much of it to look at and learn from
 * @param period of a row, if it is not to follow from the scrape interval
 * @param mostKpis at least one
 * @param metrics which may become KPIs, by their names
 * @param trains whether a first model is wanted
 */
public record SetupRequest(
    URI prometheus,
    PrometheusLogin login,
    String system,
    Path out,
    Duration past,
    Optional<Duration> period,
    int mostKpis,
    Pattern metrics,
    boolean trains) {
  /** Two weeks, of which each day of the week is there twice. */
  public static final Duration DEFAULT_PAST = Duration.ofDays(14);

  /** More are rarely looked at by anybody. */
  public static final int DEFAULT_KPIS = 40;

  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);
  private static final int MOST_KPIS = 500;
  private static final Duration LONGEST_PAST = Duration.ofDays(400);

  /**
   * @throws IllegalArgumentException if a name or a number is out of its range; the message has it
   */
  public SetupRequest {
    if (!SystemConfig.isName(system)) {
      throw new IllegalArgumentException(
          "a system's name is of letters, digits and ._-, at most 100, but was '%s'"
              .formatted(system));
    }
    if (mostKpis < 1 || mostKpis > MOST_KPIS) {
      throw new IllegalArgumentException(
          "KPIs must be 1 to %d, but were to be %d".formatted(MOST_KPIS, mostKpis));
    }
    if (past.compareTo(Duration.ofHours(1)) < 0 || past.compareTo(LONGEST_PAST) > 0) {
      throw new IllegalArgumentException(
          "the past must be an hour to 400 days, but was to be " + past);
    }
    period.ifPresent(
        it -> {
          if (it.compareTo(SHORTEST_PERIOD) < 0) {
            throw new IllegalArgumentException("period must be at least 1 s, but was " + it);
          }
        });
  }
}
