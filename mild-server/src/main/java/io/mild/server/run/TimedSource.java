package io.mild.server.run;

import io.mild.connect.KpiSource;
import io.mild.connect.prometheus.PrometheusSource;
import io.mild.data.KpiHistory;
import io.mild.server.config.SourceConfig;
import io.mild.server.example.ExampleSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/**
 * A source as it is configured, and when to ask it.
 *
 * @param source the rows
 * @param clock that rows are stamped with
 * @param due when, by our time, the next row is there
 * @param delay after a period's end until its row is there
 */
record TimedSource(
    KpiSource source, InstantSource clock, UnaryOperator<Instant> due, Duration delay) {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

  /**
   * Makes one.
   *
   * @param sources of Prometheus
   * @throws IOException if a recording can't be read
   */
  static TimedSource of(SourceConfig config, PrometheusSources sources) throws IOException {
    if (config instanceof SourceConfig.Example example) {
      ExampleSource source = new ExampleSource(example.seed(), example.pace());
      return new TimedSource(source, source::now, each(example.pace()), Duration.ZERO);
    }
    if (config instanceof SourceConfig.Replay replay) {
      ReplaySource source =
          new ReplaySource(KpiHistory.readCsv(replay.file()), replay.pace(), replay.trainOn());
      return new TimedSource(source, source::now, each(replay.pace()), Duration.ZERO);
    }
    SourceConfig.Prometheus prometheus = (SourceConfig.Prometheus) config;
    PrometheusSource source = sources.of(prometheus);
    return new TimedSource(source, InstantSource.system(), source::due, prometheus.delay());
  }

  private static UnaryOperator<Instant> each(Duration pace) {
    long millis = pace.toMillis();
    return now -> Instant.ofEpochMilli((Math.floorDiv(now.toEpochMilli(), millis) + 1) * millis);
  }

  /**
   * How long to wait before it is asked again: until the next row's samples are there.
   *
   * @param asked when it was asked the last time. A row that became due since has not been asked
   *     for: counted from {@code now}, it would wait for the one after it.
   */
  Duration pause(Instant asked, Instant now) {
    Duration pause = Duration.between(now, due.apply(asked));
    return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
  }
}
