package io.mild.training.departures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Deals failures and quiet stretches out to folds, each by itself: in plain blocks of time, all
 * quiet days may fall into one.
 *
 * <p>Failures go to the folds in turn, intent by intent and each one's in order of time, so that no
 * fold has all that some intent failed, in whichever order they did; those that share rows go
 * together. Healthy rows are cut where they are interrupted, and into stretches of a given length,
 * which also go to the folds in turn. Rows that are neither are in no fold.
 */
final class DepartureFolds {
  /** In place of a fold. */
  static final int NONE = -1;

  private DepartureFolds() {}

  /**
   * @param stretch rows of a quiet stretch at most
   * @return each row's fold, or {@link #NONE}
   */
  static int[] of(DepartureTargets targets, int folds, int stretch) {
    int[] fold = new int[targets.healthy().length];
    Arrays.fill(fold, NONE);
    int next = 0;
    for (int[] failure : byCause(targets)) {
      int[] known =
          Arrays.stream(failure)
              .map(row -> fold[row])
              .filter(its -> its != NONE)
              .sorted()
              .toArray();
      int its = known.length == 0 ? next++ : known[0];
      for (int row = 0; row < fold.length; row++) {
        fold[row] = Arrays.binarySearch(known, fold[row]) < 0 ? fold[row] : its;
      }
      for (int row : failure) {
        fold[row] = its;
      }
    }
    for (int row = 0; row < fold.length; row++) {
      fold[row] = fold[row] == NONE ? NONE : fold[row] % folds;
    }
    int piece = -1;
    int length = 0;
    for (int row = 0; row < fold.length; row++) {
      if (targets.healthy()[row] && fold[row] == NONE) {
        if (row == 0 || !targets.healthy()[row - 1] || length == stretch) {
          piece++;
          length = 0;
        }
        length++;
        fold[row] = piece % folds;
      }
    }
    return fold;
  }

  /** Those of the same root cause one after another. */
  private static List<int[]> byCause(DepartureTargets targets) {
    List<int[]> failures = new ArrayList<>(targets.failures());
    failures.sort(Comparator.comparingInt(rows -> targets.cause(rows))); // stable: then by time
    return failures;
  }
}
