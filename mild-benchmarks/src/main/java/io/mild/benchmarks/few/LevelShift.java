package io.mild.benchmarks.few;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Recordings of which each has levels of its own, as those of several services have.
 *
 * @param deviations how far the levels of recordings differ, in standard deviations of each KPI; 0
 *     if they stay as they are
 * @param cutRows of about so many rows recordings are made of longer ones; 0 if they are not cut
 * @param horizon how far ahead of a failure no recording is cut
 * @param seed of the levels
 */
public record LevelShift(double deviations, int cutRows, Duration horizon, long seed) {
  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public LevelShift {
    if (!(deviations >= 0 && cutRows >= 0)) {
      throw new IllegalArgumentException(
          "levels and rows to cut at must not be negative, but were %s and %d"
              .formatted(deviations, cutRows));
    }
  }

  /** Whether anything is changed. */
  public boolean changes() {
    return deviations > 0 || cutRows > 0;
  }

  /** Recordings cut and shifted. */
  public Piece of(KpiHistory history, FailureLog failures) {
    Piece cut =
        cutRows > 0 ? cut(history, failures, horizon, cutRows) : new Piece(history, failures);
    return deviations > 0 ? new Piece(shifted(cut.rows(), deviations, seed), cut.failures()) : cut;
  }

  /** Such as {@code , levels shifted by 3.0 deviations}; empty where nothing changes. */
  @Override
  public String toString() {
    return (cutRows > 0 ? ", cut at " + cutRows + " rows" : "")
        + (deviations > 0 ? ", levels shifted by " + deviations + " deviations" : "");
  }

  /**
   * Adds a number to each KPI of each recording, drawn from a normal distribution.
   *
   * @param deviations its standard deviation, in the KPI's own over all rows
   */
  static KpiHistory shifted(KpiHistory history, double deviations, long seed) {
    int kpis = history.kpis().size();
    double[] scale = deviations(history);
    double[][] values = new double[history.rows()][];
    int[] starts = Stretch.recordings(history);
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = 0; n < starts.length; n++) {
      double[] levels = new double[kpis];
      Arrays.setAll(levels, j -> deviations * scale[j] * random.nextGaussian());
      int until = n + 1 < starts.length ? starts[n + 1] : history.rows();
      for (int row = starts[n]; row < until; row++) {
        values[row] = history.values(row);
        for (int j = 0; j < kpis; j++) {
          values[row][j] += levels[j];
        }
      }
    }
    return KpiHistory.of(
        history.kpis(),
        IntStream.range(0, history.rows()).mapToObj(history::time).toList(),
        values);
  }

  private static double[] deviations(KpiHistory history) {
    double[] deviations = new double[history.kpis().size()];
    for (int j = 0; j < deviations.length; j++) {
      int kpi = j;
      double[] known =
          IntStream.range(0, history.rows())
              .mapToDouble(row -> history.values(row)[kpi])
              .filter(value -> !Double.isNaN(value))
              .toArray();
      double mean = Arrays.stream(known).average().orElse(0);
      deviations[j] =
          Math.sqrt(Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElse(0));
    }
    return deviations;
  }

  /**
   * Cuts into recordings: where at least so many rows are behind and nothing is under way, the rest
   * moves by a week.
   */
  static Piece cut(KpiHistory history, FailureLog failures, Duration horizon, int rows) {
    List<Piece> recordings = new ArrayList<>();
    List<Piece> recording = new ArrayList<>();
    int length = 0;
    for (Stretch stretch : Stretch.of(history, failures, horizon)) {
      Piece piece = stretch.whole(history);
      recording.add(piece);
      length += piece.rows().rows();
      if (length >= rows) {
        recordings.add(Piece.inOrder(recording));
        recording.clear();
        length = 0;
      }
    }
    if (!recording.isEmpty()) {
      recordings.add(Piece.inOrder(recording));
    }
    List<Piece> apart = new ArrayList<>();
    for (int n = 0; n < recordings.size(); n++) {
      apart.add(recordings.get(n).later(Duration.ofDays(7L * n)));
    }
    return Piece.inOrder(apart);
  }
}
