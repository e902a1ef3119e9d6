package io.mild.training;

import io.mild.features.FeatureSpec;
import java.time.Duration;
import java.util.List;

/**
 * The paper's windows of 5 and 15 minutes where they are whole numbers of rows; of rows that come
 * seldom, what they are of its horizon of 120 minutes: 1/24 and 1/8, in whole rows, two or more.
 */
public final class PaperWindows {
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
    List<Duration> papers = FeatureSpec.DEFAULT_WINDOWS;
    if (papers.stream().allMatch(window -> isWhole(window, period))) {
      return papers;
    }
    long shorter =
        Math.max(FEWEST_ROWS, rows(papers.get(0), horizon.dividedBy(SHORT_SHARE), period));
    long longer = Math.max(shorter + 1, rows(papers.get(1), horizon.dividedBy(LONG_SHARE), period));
    return List.of(period.multipliedBy(shorter), period.multipliedBy(longer));
  }

  private static boolean isWhole(Duration window, Duration period) {
    return window.toMillis() % period.toMillis() == 0
        && window.toMillis() / period.toMillis() >= FEWEST_ROWS;
  }

  /** The longer of the two, in rows. */
  private static long rows(Duration one, Duration other, Duration period) {
    return Math.round(Math.max(one.toMillis(), other.toMillis()) / (double) period.toMillis());
  }
}
