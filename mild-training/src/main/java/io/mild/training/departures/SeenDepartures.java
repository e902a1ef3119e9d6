package io.mild.training.departures;

import io.mild.moe.DepartureShape;
import io.mild.moe.Departures;
import java.util.stream.IntStream;

/** What there is to learn from in the rows of a history. Not thread-safe. */
final class SeenDepartures {
  private static final int MOST_ROWS_OF_A_FAILURE = 100;

  private final DepartureShape shape;
  private final float[] features;
  private final Departures departures;

  /**
   * @param features standardised, of all rows
   */
  SeenDepartures(DepartureShape shape, float[] features) {
    this.shape = shape;
    this.features = features;
    this.departures = new Departures(shape);
  }

  /** Those of a row, until another is asked for. */
  Departures at(int row) {
    departures.see(features, row * shape.features());
    return departures;
  }

  /**
   * The logarithms of the latest row's averages.
   *
   * @param absolute what those of residuals count
   * @param relative what those of departures count
   */
  double[] weighed(double absolute, double relative) {
    double[] logs = departures.logs().clone();
    for (int j = 0; j < logs.length; j++) {
      logs[j] *= j < shape.averages() ? absolute : relative;
    }
    return logs;
  }

  /** Some rows of a failure, evenly apart. */
  static int[] some(int[] rows) {
    return some(rows, MOST_ROWS_OF_A_FAILURE);
  }

  static int[] some(int[] rows, int most) {
    int size = Math.min(rows.length, most);
    return IntStream.range(0, size)
        .map(i -> rows[(int) ((i + 0.5) * rows.length / size)])
        .toArray();
  }
}
