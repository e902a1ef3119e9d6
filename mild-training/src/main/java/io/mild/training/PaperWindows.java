package io.mild.training;

import io.mild.features.FeatureSpec;
import java.time.Duration;
import java.util.List;

/**
 * The paper's windows of 5 and 15 minutes for its horizons, from 30 to 120 minutes, where they are
 * whole numbers of rows; where rows come seldom, what they are of 120 minutes: 1/24 and 1/8 of the
 * horizon, if that is longer, in whole rows, two or more. Of another horizon they are these shares.
 */
public final class PaperWindows {
  private static final Duration SHORTEST_HORIZON = Duration.ofMinutes(30);
  private static final Duration LONGEST_HORIZON = Duration.ofMinutes(120);
  private static final int FEWEST_ROWS = 2;
  private static final int SHORT_SHARE = 24;
  private static final int LONG_SHARE = 8;

  private PaperWindows() {}

  /**
   * The windows.
   *
   * @param period of the rows
   * @param horizon the longest
   */
  public static List<Duration> of(Duration period, Duration horizon) {
    Duration one = horizon.dividedBy(SHORT_SHARE);
    Duration other = horizon.dividedBy(LONG_SHARE);
    if (isPapers(horizon)) {
      List<Duration> papers = FeatureSpec.DEFAULT_WINDOWS;
      if (papers.stream().allMatch(window -> isWhole(window, period))) {
        return papers;
      }
      one = longer(one, papers.get(0));
      other = longer(other, papers.get(1));
    }
    long shorter = Math.max(FEWEST_ROWS, rows(one, period));
    long longer = Math.max(shorter + 1, rows(other, period));
    return List.of(period.multipliedBy(shorter), period.multipliedBy(longer));
  }

  private static boolean isPapers(Duration horizon) {
    return horizon.compareTo(SHORTEST_HORIZON) >= 0 && horizon.compareTo(LONGEST_HORIZON) <= 0;
  }

  private static boolean isWhole(Duration window, Duration period) {
    return window.toMillis() % period.toMillis() == 0
        && window.toMillis() / period.toMillis() >= FEWEST_ROWS;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static long rows(Duration window, Duration period) {
    return Math.round(window.toMillis() / (double) period.toMillis());
  }
}
