package io.mild.server.run;

import io.mild.connect.KpiSource;
import io.mild.data.KpiHistory;
import io.mild.server.config.SourceConfig;
import io.mild.server.example.ExampleSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A source as it is configured, and when to ask it.
 *
 * @param source the rows
 * @param clock that rows are stamped with
 * @param period of our time from one row to the next
 * @param delay after a period's end until its row is there
 */
record TimedSource(KpiSource source, InstantSource clock, Duration period, Duration delay) {
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
      return new TimedSource(source, source::now, example.pace(), Duration.ZERO);
    }
    if (config instanceof SourceConfig.Replay replay) {
      ReplaySource source =
          new ReplaySource(KpiHistory.readCsv(replay.file()), replay.pace(), replay.trainOn());
      return new TimedSource(source, source::now, replay.pace(), Duration.ZERO);
    }
    SourceConfig.Prometheus prometheus = (SourceConfig.Prometheus) config;
    return new TimedSource(
        sources.of(prometheus), InstantSource.system(), prometheus.period(), prometheus.delay());
  }

  /**
   * How long to wait before it is asked again: until the period that runs is over and its samples
   * are there.
   *
   * @param offset of this system, so that not all are asked at once
   */
  Duration pause(Instant now, Duration offset) {
    long millis = period.toMillis();
    long since = Math.floorMod(now.toEpochMilli() - delay.plus(offset).toMillis(), millis);
    Duration pause = Duration.ofMillis(millis - since);
    return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
  }
}
