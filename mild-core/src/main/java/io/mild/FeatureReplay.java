package io.mild;

import io.mild.features.FeatureEngineer;
import io.mild.features.FeatureSpec;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A history's feature rows, made by the same engineer that streams use.
 *
 * @param history the rows
 * @param spec which features
 * @param rows how many of the history's rows, from its first
 */
public record FeatureReplay(KpiHistory history, FeatureSpec spec, int rows)
    implements Iterable<double[]> {

  /** The rows one after another, all in one array that the next overwrites. */
  @Override
  public Iterator<double[]> iterator() {
    FeatureEngineer engineer = new FeatureEngineer(spec);
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
        engineer.accept(history.epochMillis(next), values, features);
        next++;
        return features;
      }
    };
  }
}
