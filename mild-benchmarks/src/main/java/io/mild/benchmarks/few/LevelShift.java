package io.mild.benchmarks.few;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Recordings of which each has levels of its own, as those of several services have. */
final class LevelShift {
  private LevelShift() {}

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
