package io.mild.training.departures;

import io.mild.features.Standardizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Medians and deviations that a few failures in the rows don't move: median absolute deviations,
 * times {@value #OF_NORMAL} to be those of a normal distribution, but at least a tenth of the
 * standard deviation, for a KPI that hardly ever leaves its median.
 */
public final class RobustScale {
  private static final double OF_NORMAL = 1.4826;
  private static final double LEAST_SHARE = 0.1;

  /** Neighbouring rows are much alike: so many, or up to twice as many, tell the medians. */
  private static final int ENOUGH_ROWS = 10_000;

  private RobustScale() {}

  /**
   * @param rows features, each row possibly in the same array; at least one row
   */
  public static Standardizer fit(Iterable<double[]> rows) {
    Standardizer moments = Standardizer.fit(rows);
    List<double[]> copies = copies(rows);
    double[] median = moments.mean();
    double[] deviation = moments.deviation();
    for (int j = 0; j < median.length; j++) {
      int feature = j;
      double[] known =
          copies.stream()
              .mapToDouble(row -> row[feature])
              .filter(value -> !Double.isNaN(value))
              .toArray();
      if (deviation[j] > 0) {
        double middle = median(known);
        double spread = median(Arrays.stream(known).map(x -> Math.abs(x - middle)).toArray());
        median[j] = middle;
        deviation[j] = Math.max(OF_NORMAL * spread, LEAST_SHARE * deviation[j]);
      }
    }
    return new Standardizer(median, deviation);
  }

  /** Of all rows or, where there are many, of every so many-th. */
  private static List<double[]> copies(Iterable<double[]> rows) {
    List<double[]> copies = new ArrayList<>();
    int stride = 1;
    int at = 0;
    for (double[] row : rows) {
      if (at % stride == 0) {
        copies.add(row.clone());
      }
      at++;
      if (copies.size() == 2 * ENOUGH_ROWS) {
        List<double[]> all = copies;
        copies =
            IntStream.range(0, ENOUGH_ROWS)
                .mapToObj(i -> all.get(2 * i))
                .collect(Collectors.toCollection(ArrayList::new));
        stride *= 2;
      }
    }
    return copies;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }
}
