package io.mild.training.labels;

import io.mild.data.KpiHistory;
import io.mild.features.FeatureSet;
import io.mild.features.FeatureStream;
import io.mild.features.Standardizer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A history's feature rows, made by the same class that streams use.
 *
 * @param history the rows
 * @param spec which features
 * @param rows how many of the history's rows, from its first
 */
public record FeatureReplay(KpiHistory history, FeatureSet spec, int rows)
    implements Iterable<double[]> {
  private static final float[] NONE = {};

  /**
   * All rows standardised, one after another.
   *
   * @return {@code [rows × features]}
   * @throws ArithmeticException if that is more than an array can hold
   */
  public float[] standardized(Standardizer standardizer) {
    float[] standardized = new float[Math.multiplyExact(rows, spec.featureCount())];
    int at = 0;
    for (double[] row : this) {
      standardizer.apply(row, standardized, at);
      at += row.length;
    }
    return standardized;
  }

  /**
   * Some rows standardised, by their indices in any order.
   *
   * @return {@code [indices][features]}
   */
  public float[][] standardized(Standardizer standardizer, int... indices) {
    float[][] byRow = new float[rows][];
    Arrays.fill(byRow, NONE);
    for (int row : indices) {
      byRow[row] = new float[spec.featureCount()];
    }
    int row = 0;
    for (double[] values : this) {
      if (byRow[row].length > 0) {
        standardizer.apply(values, byRow[row]);
      }
      row++;
    }
    return Arrays.stream(indices).mapToObj(index -> byRow[index]).toArray(float[][]::new);
  }

  /**
   * The rows one after another, all in one array that the next overwrites; of a row that a stream
   * folds, those of its slot once more.
   */
  @Override
  public Iterator<double[]> iterator() {
    FeatureStream stream = spec.openStream();
    double[] values = new double[spec.kpiCount()];
    double[] features = new double[spec.featureCount()];
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < rows;
      }

      @Override
      public double[] next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        history.copyRow(next, values);
        stream.accept(history.epochMillis(next), values, features);
        next++;
        return features;
      }
    };
  }
}
