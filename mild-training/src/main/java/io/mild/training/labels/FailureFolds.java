package io.mild.training.labels;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Deals rows out to folds by failure, so that each fold has its share of failures and of quiet
 * times, and failures of one incident stay together.
 *
 * <p>A new piece of the history begins halfway between a failure and the horizon before the next,
 * and wherever a piece has become as long as an even share. Pieces go to the folds in turn. Rows on
 * both sides of a border share the windows of their features, but no label.
 */
public final class FailureFolds {
  private FailureFolds() {}

  /**
   * @param rows how many of the history's rows, from the first
   * @param folds how many folds
   * @return each row's fold
   */
  public static int[] of(
      KpiHistory history, FailureLog log, Duration horizon, int rows, int folds) {
    List<Instant> ends = log.failures().stream().map(Failure::time).distinct().sorted().toList();
    boolean[] begins = new boolean[rows];
    for (int i = 1; i < ends.size(); i++) {
      long end = ends.get(i - 1).toEpochMilli();
      long start = ends.get(i).minus(horizon).toEpochMilli();
      if (start >= end) { // else their labels overlap
        int border = history.firstRow(Instant.ofEpochMilli((start + end) / 2));
        if (border < rows) {
          begins[border] = true;
        }
      }
    }
    boolean[] failing = failing(history, ends, horizon, rows);
    int share = Math.max(1, rows / Math.max(folds, ends.size()));
    int[] fold = new int[rows];
    int piece = 0;
    int length = 0;
    for (int row = 0; row < rows; row++) {
      if (row > 0 && (begins[row] || length >= share && !failing[row])) {
        piece++;
        length = 0;
      }
      length++;
      fold[row] = piece % folds;
    }
    return fold;
  }

  private static boolean[] failing(
      KpiHistory history, List<Instant> ends, Duration horizon, int rows) {
    boolean[] failing = new boolean[rows];
    for (Instant end : ends) {
      int from = Math.min(rows, history.firstRow(end.minus(horizon)));
      Arrays.fill(failing, from, Math.min(rows, Math.max(from, history.firstRow(end))), true);
    }
    return failing;
  }
}
