package io.mild.connect.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where in a period rows end, so that samples of targets that are scraped in turn wait least. */
final class ScrapePhase {
  private static final int MARGIN_SHARE = 50;
  private static final long MOST_MARGIN = 1000;

  private ScrapePhase() {}

  /**
   * Just after the last scrape before the longest time without one: scrapes come again after a
   * period, give or take some milliseconds, for which there is a margin of a fiftieth of a period,
   * a second at most.
   *
   * @param samples when they were taken
   * @param before the phase until now, in milliseconds, which stays where it is as good
   * @return in milliseconds, 0 or more and below the period
   */
  static long of(List<Instant> samples, Duration period, long before) {
    if (samples.isEmpty()) {
      return before;
    }
    long millis = period.toMillis();
    long[] phases =
        samples.stream()
            .mapToLong(sample -> Math.floorMod(sample.toEpochMilli(), millis))
            .sorted()
            .toArray();
    long last = phases[phases.length - 1];
    long longest = phases[0] + millis - last;
    for (int i = 1; i < phases.length; i++) {
      if (phases[i] - phases[i - 1] > longest) {
        longest = phases[i] - phases[i - 1];
        last = phases[i - 1];
      }
    }
    long margin = Math.min(MOST_MARGIN, millis / MARGIN_SHARE);
    long since = Math.floorMod(before - last, millis);
    return since >= margin / 2 && since <= 2 * margin
        ? before
        : Math.floorMod(last + margin, millis);
  }
}
